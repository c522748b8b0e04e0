import { expect, test } from "vitest";
import { type Attention, attentionTo, urgency } from "../../../web/pages/fleet/attention";
import type { SiteNow } from "../../../web/pages/fleet/site-now";

const NOW = Date.parse("2026-05-10T12:00:00+09:00") / 1000;
const JUST_NOW = "2026-05-10T11:59:00+09:00";
const LONG_AGO = "2026-05-10T09:00:00+09:00";
const extent = (latest: string | null) => ({ earliest: null, latest, columns: [] });
const site = (
  latest: Partial<Record<"bank" | "rack" | "pcs" | "etc", string | null>>,
  database: "ok" | "unavailable" = "ok",
) => ({
  id: 1,
  time_zone: "Asia/Seoul",
  database,
  components: Object.fromEntries(
    Object.entries({ bank: JUST_NOW, rack: JUST_NOW, pcs: null, etc: null, ...latest }).map(
      ([component, at]) => [component, extent(at)],
    ),
  ),
});
const bankAt = (bank: number, text: string | undefined) => ({
  bank,
  at: text === undefined ? undefined : Date.parse(text) / 1000,
  soc: 50,
  soh: 98,
  power: 0,
});
const state = (parts: Partial<SiteNow> = {}): SiteNow => ({
  banks: [bankAt(1, JUST_NOW)],
  safety: { scores: [{ bank: 1, rack: 1, score: 1, at: NOW }], missing: [] },
  outlooks: { voltage: undefined, temperature: undefined },
  doubts: { safety: undefined, values: undefined },
  ...parts,
});
const NONE_OPEN = { events: [], doubt: undefined };
const QUIET: Attention = {
  protection: 0,
  warning: 0,
  isAway: false,
  isUnsafe: false,
  late: [],
  isStale: false,
  missing: 0,
  doubts: {},
};
const event = (level: number, operating_site = 1) =>
  ({ level: { id: level }, operating_site }) as Parameters<typeof attentionTo>[1]["events"][number];

test("only open events of the site itself count, by level", () => {
  const events = [event(2), event(1), event(1), event(2, 3)];
  expect(attentionTo(site({}), { ...NONE_OPEN, events }, state(), NOW)).toEqual({
    ...QUIET,
    protection: 1,
    warning: 2,
  });
});

test("data that stopped coming ten minutes ago is stale, and so is none", () => {
  const of = (latest: string | null) =>
    attentionTo(site({ bank: latest, rack: latest }), NONE_OPEN, undefined, NOW).isStale;
  expect(of("2026-05-10T11:50:00+09:00")).toBe(false);
  expect(of("2026-05-10T11:49:59+09:00")).toBe(true);
  expect(of(null)).toBe(true);
});

test("each component and each bank is late by itself, however new the rows of others are", () => {
  const of = (latest: Parameters<typeof site>[0], now?: SiteNow) =>
    attentionTo(site(latest), NONE_OPEN, now, NOW).late.map(({ component, bank }) =>
      [component, bank].filter(Boolean).join(" "),
    );
  expect(of({ bank: LONG_AGO, rack: LONG_AGO, pcs: LONG_AGO, etc: JUST_NOW })).toEqual([
    "bank",
    "rack",
    "pcs",
  ]);
  expect(of({ etc: LONG_AGO })).toEqual(["etc"]);
  const banks = [bankAt(1, JUST_NOW), bankAt(2, LONG_AGO), bankAt(3, undefined)];
  expect(of({}, state({ banks }))).toEqual(["bank 2", "bank 3"]);
  expect(of({}, state())).toEqual([]);
});

test("what has not been answered is not known to be well", () => {
  const of = (...[events, now]: [Parameters<typeof attentionTo>[1], SiteNow | undefined]) =>
    attentionTo(site({}), events, now, NOW).doubts;
  expect(of({ events: [], doubt: "pending" }, undefined)).toEqual({
    events: "pending",
    safety: "pending",
    values: "pending",
  });
  expect(of({ events: [], doubt: "failed" }, state({ doubts: { safety: "denied" } }))).toEqual({
    events: "failed",
    safety: "denied",
  });
});

test("a database that does not answer is said once", () => {
  const gone = site({ bank: null, rack: null }, "unavailable");
  expect(attentionTo(gone, NONE_OPEN, undefined, NOW)).toEqual({ ...QUIET, isAway: true });
});

test("the least safe rack counts, and so do racks of which nothing is known", () => {
  const safety = {
    scores: [
      { bank: 1, rack: 1, score: 1, at: NOW },
      { bank: 1, rack: 2, score: 0.09, at: NOW - 60 },
    ],
    missing: [{ bank: 1, rack: 3 }],
  };
  expect(attentionTo(site({}), NONE_OPEN, state({ safety }), NOW)).toEqual({
    ...QUIET,
    isUnsafe: true,
    missing: 1,
  });
});

test("a protection event is more urgent than all else together", () => {
  const late = [{ component: "rack" as const, at: undefined }];
  const all: Attention = {
    ...QUIET,
    warning: 9,
    isAway: true,
    isUnsafe: true,
    late,
    missing: 3,
    doubts: { events: "failed" },
  };
  expect(urgency({ ...QUIET, protection: 1 })).toBeGreaterThan(urgency(all));
  expect(urgency({ ...QUIET, warning: 1 })).toBeGreaterThan(urgency({ ...QUIET, late }));
  expect(urgency({ ...QUIET, doubts: { events: "failed" } })).toBeGreaterThan(0);
  // Cards would change their places while they load.
  expect(urgency({ ...QUIET, doubts: { events: "pending", safety: "denied" } })).toBe(0);
});
