import { expect, test } from "vitest";
import {
  accessText,
  allows,
  coversSites,
  reaches,
  SCOPES,
  scopesOf,
} from "../../src/domain/access/scopes.ts";

test("a word that is no scope grants nothing", () => {
  for (const word of [
    "",
    "ADMIN",
    " admin",
    "admin ",
    "raw",
    "*",
    "all",
    "any scope",
    "anyone",
    "__proto__",
    "raw:read admin",
  ]) {
    expect(scopesOf([word]), word).toEqual(new Set());
  }
  expect(scopesOf(["root", "ingest", "ingest"])).toEqual(new Set(["ingest"]));
});

test("a scope allows itself and what any scope allows, and none allows another", () => {
  for (const scope of SCOPES) {
    const grant = { scopes: scopesOf([scope]) };
    expect(SCOPES.filter((access) => allows(grant, access))).toEqual([scope]);
    expect(allows(grant, "any scope")).toBe(true);
  }
  const nothing = { scopes: scopesOf([]) };
  expect(allows(nothing, "any scope")).toBe(false);
  expect(allows(nothing, "anyone")).toBe(true);
});

test("of several scopes one is enough, and another one is not", () => {
  const access = ["ingest", "admin"] as const;
  const allowed = SCOPES.filter((scope) => allows({ scopes: scopesOf([scope]) }, access));
  expect(allowed).toEqual(["ingest", "admin"]);
  expect(allows({ scopes: scopesOf([]) }, access)).toBe(false);
  expect(accessText(access)).toBe("ingest or admin");
  expect(accessText("raw:read")).toBe("raw:read");
});

test("a list of sites holds these alone; an empty one holds none", () => {
  const scopes = scopesOf([]);
  expect(reaches({ scopes }, 7)).toBe(true);
  expect([1, 2, 3].filter((site) => reaches({ scopes, sites: [1, 3] }, site))).toEqual([1, 3]);
  expect(reaches({ scopes, sites: [] }, 1)).toBe(false);
});

test.each([
  [undefined, undefined, true],
  [undefined, [1], true],
  [[1, 2], [1], true],
  [[1, 2], [2, 1], true],
  [[1, 2], [3], false],
  [[1, 2], [1, 3], false],
  [[1, 2], undefined, false],
  [[], [1], false],
  [[], undefined, false],
])("%j covers %j: %s", (sites, inner, covered) => {
  expect(coversSites({ scopes: scopesOf([]), sites }, inner)).toBe(covered);
});
