import { expect, test } from "vitest";
import { deidentify } from "../../src/domain/deid/deidentify.ts";
import { describePolicy } from "../../src/domain/deid/description.ts";
import { readOmissions } from "../../src/domain/deid/omission.ts";
import { keyedPolicy } from "../../src/domain/deid/policy.ts";
import { readEnv } from "../../src/env.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { KEYS } from "../../src/site/site.ts";

const KEY = "the key of the tests: 32 bytes and more";
const namesAfter = async (words: readonly string[]) => {
  const read = readOmissions(words, sites);
  if (!("omissions" in read)) throw new Error(read.wrong);
  const policy = await keyedPolicy(KEY, "1", read.omissions);
  return Promise.all(
    sites.map(async (site) =>
      (await deidentify(site, policy)).components.rack.map(({ name }) => name),
    ),
  );
};
const FLAG = "RACK_OVER_VOLTAGE_PROTECTION_FAULT";

test("an omitted column is in no de-identified site, and the other identifiers stay", async () => {
  const [before, after] = [await namesAfter([]), await namesAfter([`rack.${FLAG}`])];
  expect(before.some((names) => names.includes(FLAG))).toBe(true);
  expect(after).toEqual(before.map((names) => names.filter((name) => name !== FLAG)));
});

test("a site's number limits an omission to that site", async () => {
  const before = await namesAfter([]);
  const after = await namesAfter([`1:rack.${FLAG.toLowerCase()}`]);
  expect(after[0]).toEqual(before[0]?.filter((name) => name !== FLAG));
  expect(after.slice(1)).toEqual(before.slice(1));
});

test.each(["rack", "rack.nothing", "9:rack.RACK_SOC", "rack:1.RACK_SOC", "rack.TIMESTAMP", "*"])(
  "%s is refused by name with the expected form",
  (word) => {
    expect(readOmissions([word], sites)).toEqual({ wrong: word });
    expect(() => readEnv({ DEID_OMIT: word })).toThrow(/Expected: component.COLUMN/);
  },
);

test("columns that identify a row cannot be left out", () => {
  for (const [component, names] of Object.entries(KEYS))
    for (const name of names)
      expect(readOmissions([`${component}.${name}`], sites)).toHaveProperty("wrong");
});

/** How well the best threshold on a visible value separates the rows by a flag: 1 is perfect, 0.5 is chance. */
const separation = (rows: readonly Record<string, number>[], value: string, flag: string) => {
  const thresholds = rows.map((row) => row[value] ?? 0);
  const rate = (limit: number) =>
    rows.filter((row) => (row[value] ?? 0) >= limit === (row[flag] === 1)).length / rows.length;
  return Math.max(...thresholds.map(rate));
};

test("one threshold names the over-voltage flag; omitting the voltage takes that away", async () => {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const voltage = 3.9 + i / 1000;
    return { RACK_MAX_CELL_VOLTAGE: voltage, [FLAG]: voltage >= 4.05 ? 1 : 0 };
  });
  const best = async (words: readonly string[]) => {
    const [names = []] = await namesAfter(words);
    const visible = names.filter((name) => name === "RACK_MAX_CELL_VOLTAGE");
    return Math.max(0.5, ...visible.map((name) => separation(rows, name, FLAG)));
  };
  expect(await best([])).toBe(1);
  expect(await best(["rack.RACK_MAX_CELL_VOLTAGE"])).toBe(0.5);
});

test("the policy says in both languages what types and thresholds give away and what an owner can do", async () => {
  for (const policy of [await keyedPolicy(KEY, "1"), { mode: "plain" } as const]) {
    const texts = describePolicy(policy).not_protected;
    for (const language of ["ko", "en"] as const) {
      const text = texts.map((one) => one[language]).join("\n");
      expect(text).toContain("DEID_OMIT");
      expect(text).toMatch(
        language === "en" ? /only float[\s\S]*threshold/ : /자료형[\s\S]*기준값/,
      );
    }
  }
});

test.each([
  "ess.example.com",
  "https://ess.example.com/",
  "https://ess.example.com/a",
  "ftp://a.b",
])("PUBLIC_ORIGIN %s is refused", (PUBLIC_ORIGIN) => {
  expect(() => readEnv({ PUBLIC_ORIGIN })).toThrow(/PUBLIC_ORIGIN/);
  expect(readEnv({ PUBLIC_ORIGIN: "https://ess.example.com" }).PUBLIC_ORIGIN).toBeDefined();
});
