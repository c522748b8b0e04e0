import { expect, test } from "vitest";
import { type Draft, faultOf, requestOf } from "../../../web/pages/keys/draft.ts";
import { actionText, type Key, stateOf } from "../../../web/pages/keys/key-state.ts";
import { keys } from "../../../web/text/en/keys.ts";
import { sizeText } from "../../../web/ui/sizes.ts";

const NOW = Date.parse("2026-11-22T00:00:00Z") / 1000;
const key = (change: Partial<Key>): Key => ({
  lookup: "0a1b2c3d",
  name: "Battery lab",
  scopes: ["raw:read"],
  sites: null,
  created_at: "2026-01-01T00:00:00Z",
  expires_at: null,
  revoked_at: null,
  ...change,
});
const draft = (change: Partial<Draft> = {}): Draft => ({
  name: "Lab",
  scopes: ["raw:read"],
  sites: undefined,
  period: "never",
  endsAt: "",
  ...change,
});

test("a key is active until its end, and revoked whatever its end is", () => {
  expect(stateOf(key({}), NOW)).toBe("active");
  expect(stateOf(key({ expires_at: "2026-11-22T00:00:01Z" }), NOW)).toBe("active");
  expect(stateOf(key({ expires_at: "2026-11-22T00:00:00Z" }), NOW)).toBe("expired");
  const both = { expires_at: "2020-01-01T00:00:00Z", revoked_at: "2020-01-01T00:00:00Z" };
  expect(stateOf(key(both), NOW)).toBe("revoked");
});

test.each([
  [{ name: "  " }, "noName"],
  [{ scopes: [] }, "noScopes"],
  [{ sites: [] }, "noSites"],
  [{ period: "at", endsAt: "" }, "noTime"],
  [{ period: "at", endsAt: "2026-11-22T08:59" }, "noTime"],
  [{ period: "at", endsAt: "2026-11-22T09:01" }, undefined],
  [{}, undefined],
] as [Partial<Draft>, string | undefined][])("of %j is missing: %s", (change, fault) => {
  expect(faultOf(draft(change), "Asia/Seoul", NOW)).toBe(fault);
});

test("a key is asked for with what was chosen and nothing else", () => {
  expect(requestOf(draft({ name: " Lab " }), "UTC", NOW)).toEqual({
    name: "Lab",
    scopes: ["raw:read"],
  });
  expect(requestOf(draft({ sites: [2], period: "30" }), "UTC", NOW)).toMatchObject({
    sites: [2],
    expires_at: "2026-12-22T00:00:00.000Z",
  });
  const at = draft({ period: "at", endsAt: "2027-01-01T09:00" });
  expect(requestOf(at, "Asia/Seoul", NOW)).toMatchObject({
    expires_at: "2027-01-01T00:00:00.000Z",
  });
});

test.each([
  ["download", "Download"],
  ["ingest rack", "Sent data: rack"],
  ["create key 0a1b2c3d", "Created key 0a1b2c3d"],
  ["acknowledge event 12", "Acknowledged event 12"],
  ["something new", "something new"],
])("the audit's %j is told as %j", (action, text) => {
  expect(actionText(action, keys.audit.actions)).toBe(text);
});

test("sizes are told in a unit that fits", () => {
  expect([0, 999, 1400, 44_000_000].map((bytes) => sizeText(bytes, "en"))).toEqual([
    "0 B",
    "999 B",
    "1.4 kB",
    "44 MB",
  ]);
});
