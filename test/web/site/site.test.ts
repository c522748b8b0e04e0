import { describe, expect, test } from "vitest";
import { type Place, placeOf } from "../../../web/pages/site/common/place";
import { stepFor } from "../../../web/pages/site/common/steps";
import { tenMinutes } from "../../../web/pages/site/forecast/series";
import { cellsOf } from "../../../web/pages/site/health/cells";
import { endOfLife, lifeSeries, thinned } from "../../../web/pages/site/health/life";
import { scores } from "../../../web/pages/site/safety/series";
import { en } from "../../../web/text/en/index";

type Site = Place["site"];
const site = {
  id: 2,
  banks: [
    { bank_id: 1, racks: 9 },
    { bank_id: 2, racks: 8 },
  ],
} as Site;

describe("what an address chooses", () => {
  test("is the first bank where it says none", () => {
    expect(placeOf([site], "2", {})).toEqual({ site, bank: 1, rack: undefined });
    expect(placeOf([site], "2", { bank: "2", rack: "8" })).toEqual({ site, bank: 2, rack: 8 });
  });

  test.each([
    ["9", {}],
    ["x", {}],
    ["2", { bank: "3" }],
    ["2", { bank: "2", rack: "9" }],
    ["2", { bank: "1", rack: "0" }],
    ["2", { bank: "1", rack: "1.5" }],
  ])("is nothing for site %s and %o", (id, query) => {
    expect(placeOf([site], id, query)).toBeUndefined();
  });
});

test("a step is the smallest usual one that gives no more items than wanted", () => {
  expect(stepFor([0, 86_400], 400)).toBe(300);
  expect(stepFor([0, 60], 400)).toBe(10);
  expect(stepFor([0, 600], 400, 600)).toBe(600);
  expect(stepFor([0, 1e9], 400)).toBe(86_400);
});

describe("life", () => {
  const day = (date: string, value: number, low: number, high: number) => ({
    id: 1,
    operating_site: 2,
    bank_id: 1,
    date,
    value,
    bottom_limit_value: low,
    top_limit_value: high,
  });

  test("ends on the first day at or below 0, its limits before and after", () => {
    const days = [
      day("2030-01-01", 2, 1, 3),
      day("2030-01-02", 1, 0, 2),
      day("2030-01-03", 0, -1, 1),
      day("2030-01-04", -1, -2, 0.5),
    ];
    expect(endOfLife(days)).toEqual({
      expected: "2030-01-03",
      earliest: "2030-01-02",
      latest: undefined,
    });
    expect(endOfLife(days.slice(0, 1)).expected).toBeUndefined();
  });

  test("a chart has a few hundred of its days, the last one among them", () => {
    const days = Array.from({ length: 5479 }, (_, i) => day(String(i), 0, 0, 0));
    const kept = thinned(days);
    expect(kept.length).toBeLessThanOrEqual(701);
    expect(kept.at(-1)).toBe(days.at(-1));
  });

  test("past and forecast lie on one axis; SoL is 0 at SoH 80", () => {
    const soh = [
      { date: "1", value: 100 },
      { date: "2", value: 80 },
      { date: "3", value: null },
    ];
    const { times, lines } = lifeSeries(soh, [day("4", 1, 0, 2)], Number, {
      was: "was",
      forecast: "forecast",
    });
    expect(times).toEqual([1, 2, 3, 4]);
    expect(lines[0]?.values).toEqual([100, 0, null, null]);
    expect(lines[1]?.values).toEqual([null, null, null, 1]);
    expect(lines[1]?.high).toEqual([null, null, null, 2]);
  });
});

test("cells that were extreme most often come first, with their counts by range of SoC", () => {
  const one = (count: number) => ({ count, voltage: 4, temp: 30, current: 1 });
  const item = (soc_range: number, value: Record<string, ReturnType<typeof one>>) => ({
    time: 0,
    operating_site: 2,
    bank_id: 1,
    rack_id: 1,
    period: 30,
    charge_status: 0,
    soc_range,
    value,
  });
  const { rows, ranges, most } = cellsOf([
    item(10, { 7: one(3), 9: one(2) }),
    item(0, { 9: one(5) }),
  ]);
  expect(rows.map(({ cell, total }) => [cell, total])).toEqual([
    [9, 7],
    [7, 3],
  ]);
  expect(ranges).toEqual([0, 10]);
  expect(most).toBe(5);
  expect(rows[0]?.counts.get(10)?.count).toBe(2);
});

test("a forecast stands at the time that it is for, beside what came then", () => {
  const item = (seconds: number, observed: number) => ({
    time: seconds * 1000,
    operating_site: 2,
    bank_id: 1,
    rack_id: 1,
    values: {
      observed,
      persistence: observed,
      ridge: observed + 1,
      ridge_lower: 0,
      ridge_upper: 9,
    },
  });
  const { times, lines } = tenMinutes(
    [item(0, 1), item(600, 3)],
    "max_cell_voltage",
    en.site.forecast,
  );
  expect(times).toEqual([0, 600, 1200]);
  expect(lines[0]?.values).toEqual([1, 3, null]);
  expect(lines[1]?.values).toEqual([null, 2, 4]);
  expect(lines[1]?.high).toEqual([null, 9, 9]);
});

test("scores of a bank are a line a rack, also of racks without an item", () => {
  const item = (seconds: number, rack_id: number, sos_score: number) =>
    ({ time: seconds * 1000, rack_id, sos_score }) as Parameters<typeof scores>[0][number];
  const place: Place = { site, bank: 2, rack: undefined };
  const { times, lines } = scores(
    [item(10, 1, 0.9), item(0, 1, 1), item(10, 3, 0.5)],
    place,
    en.site.safety,
  );
  expect(times).toEqual([0, 10]);
  expect(lines).toHaveLength(8);
  expect(lines[0]?.values).toEqual([1, 0.9]);
  expect(lines[2]?.values).toEqual([null, 0.5]);
  expect(lines[7]?.values).toEqual([null, null]);
});
