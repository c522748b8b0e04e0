import { expect, test } from "vitest";
import type { Schemas } from "../../../client/paths.ts";
import {
  boundsOf,
  isNarrowed,
  passes,
  placeQuery,
  queryOf,
  readFilter,
  zoneOf,
} from "../../../web/pages/events/filter.ts";
import { event } from "./events.ts";

const site = (id: number, time_zone: string) => ({ id, time_zone }) as Schemas["OperatingSite"];

test("an address without a query shows all sites for seven days", () => {
  expect(readFilter({})).toEqual({ isOpen: false, preset: "7d" });
});

test("an address says site, bank, rack, level, code, text, open and range", () => {
  const query = { site: "2", bank: "1", rack: "4", level: "2", code: "6", text: "volt", open: "1" };
  expect(readFilter({ ...query, range: "30d" })).toEqual({
    site: 2,
    bank: 1,
    rack: 4,
    level: 2,
    code: 6,
    text: "volt",
    isOpen: true,
    preset: "30d",
  });
});

test("what an address has no sense for is left out, and bank, rack and text without a site", () => {
  const query = { site: "x", level: "3", code: "-1", bank: "1", rack: "2", text: "a", range: "9y" };
  expect(readFilter(query)).toEqual({ isOpen: false, preset: "7d" });
  expect(readFilter({ site: "1", rack: "2" })).toEqual({ site: 1, isOpen: false, preset: "7d" });
});

test("a range of its own takes the place of a usual one", () => {
  const filter = readFilter({ range: "24h", from: "2026-11-22T09:00:00" });
  expect(filter.preset).toBeUndefined();
  expect(boundsOf(filter, "Asia/Seoul", 0)).toEqual({
    from: Date.parse("2026-11-22T00:00:00Z") / 1000,
  });
});

test("a usual range reaches from so long before now to whatever comes", () => {
  expect(boundsOf(readFilter({ range: "24h" }), "UTC", 1_000_000)).toEqual({ from: 913_600 });
  expect(boundsOf(readFilter({ range: "all" }), "UTC", 1_000_000)).toEqual({});
});

test("the API is asked for instants, and for places of one site alone", () => {
  const filter = readFilter({ site: "1", bank: "1", level: "1", open: "1", range: "24h" });
  expect(queryOf(filter, { from: 913_600 })).toEqual({
    "start-time": "1970-01-11T13:46:40.000Z",
    level: 1,
    open: "1",
  });
  expect(placeQuery(filter)).toEqual({ bank: 1 });
});

test("wall clock is the chosen site's, the one that all have in common, or UTC", () => {
  const [seoul, lisbon] = [site(1, "Asia/Seoul"), site(2, "Europe/Lisbon")];
  expect(zoneOf(readFilter({}), [seoul, site(3, "Asia/Seoul")])).toBe("Asia/Seoul");
  expect(zoneOf(readFilter({}), [seoul, lisbon])).toBe("UTC");
  expect(zoneOf(readFilter({ site: "2" }), [seoul, lisbon])).toBe("Europe/Lisbon");
});

test("only what leaves out events that go on now is narrowed; site and time are not", () => {
  expect(isNarrowed(readFilter({ site: "1", range: "24h" }))).toBe(false);
  for (const query of [{ level: "1" }, { code: "6" }, { open: "1" }, { site: "1", text: "a" }])
    expect(isNarrowed(readFilter(query)), JSON.stringify(query)).toBe(true);
});

test.each([
  [{}, true],
  [{ site: "1", bank: "1", rack: "3" }, true],
  [{ site: "2" }, false],
  [{ site: "1", bank: "1", rack: "2" }, false],
  [{ level: "2" }, false],
  [{ code: "6", level: "1" }, true],
  [{ code: "5" }, false],
  [{ site: "1", text: "OVER-volt" }, true],
  [{ site: "1", text: "과전압" }, true],
  [{ site: "1", text: "저전압" }, false],
  [{ open: "1" }, true],
])("an event that comes passes %j as the list of the API would have it: %s", (query, isIn) => {
  expect(passes(event(1, "13:00:00"), readFilter(query), {})).toBe(isIn);
});

test("an event is in a range if a part of it is, and not at its end", () => {
  const one = event(1, "13:00:00", { end: "2026-11-22T13:10:00+09:00" });
  const at = (clock: string) => Date.parse(`2026-11-22T${clock}+09:00`) / 1000;
  const isIn = (from: string, to: string) =>
    passes(one, readFilter({}), { from: at(from), to: at(to) });
  expect(isIn("13:05:00", "14:00:00")).toBe(true);
  expect(isIn("12:00:00", "13:00:01")).toBe(true);
  expect(isIn("12:00:00", "13:00:00")).toBe(false);
  expect(isIn("13:10:00", "14:00:00")).toBe(false);
});
