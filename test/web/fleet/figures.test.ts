import { expect, test } from "vitest";
import { figureOf } from "../../../web/pages/fleet/bank-now";
import { leastSafe, missingOf, newestOfEach } from "../../../web/pages/fleet/scores";
import { oldestOf, sourceText } from "../../../web/pages/fleet/sources";
import { en } from "../../../web/text/en/index";

const bank = (bank: number, power: number | null, soc: number | null) => ({
  bank,
  at: 0,
  soc,
  soh: null,
  power,
});

test("power is the sum of the banks that tell it, and names those that do not", () => {
  const banks = [bank(1, -282.8, 40), bank(2, null, 60)];
  expect(figureOf(banks, "power", "sum")).toEqual({ value: -282.8, without: [2] });
  expect(figureOf(banks, "soc", "mean")).toEqual({ value: 50, without: [] });
  expect(figureOf([bank(1, -280, 1), bank(2, 30, 1)], "power", "sum")).toEqual({
    value: -250,
    without: [],
  });
});

test("what no bank tells is not known", () => {
  expect(figureOf([bank(1, null, 0)], "soh", "mean")).toEqual({ value: null, without: [] });
  expect(figureOf([], "power", "sum")).toEqual({ value: null, without: [] });
});

test("of each rack the newest score counts, and the least of them", () => {
  const item = (rack_id: number, seconds: number, sos_score: number) =>
    ({ bank_id: 1, rack_id, time: seconds * 1000, sos_score }) as Parameters<
      typeof newestOfEach
    >[0][number];
  const scores = newestOfEach([item(1, 60, 1), item(2, 10, 0.1), item(1, 50, 0), item(2, 5, 1)]);
  expect(scores).toEqual([
    { bank: 1, rack: 1, score: 1, at: 60 },
    { bank: 1, rack: 2, score: 0.1, at: 10 },
  ]);
  expect(leastSafe(scores)).toEqual({ bank: 1, rack: 2, score: 0.1, at: 10 });
  expect(leastSafe([])).toBeUndefined();
  const banks = [
    { bank_id: 1, racks: 3 },
    { bank_id: 2, racks: 1 },
  ];
  expect(missingOf({ banks }, scores)).toEqual([
    { bank: 1, rack: 3 },
    { bank: 2, rack: 1 },
  ]);
});

test("the oldest source is named: a bank by its number, another component by its name", () => {
  const sources = [
    { component: "bank" as const, bank: 2, at: 50 },
    { component: "rack" as const, at: 20 },
  ];
  expect(oldestOf(sources)).toBe(sources[1]);
  expect(sources.map((one) => sourceText(one, en.common))).toEqual(["Bank 2", "Rack"]);
  const never = { component: "bank" as const, bank: 1, at: undefined };
  expect(oldestOf([...sources, never])).toBe(never);
});
