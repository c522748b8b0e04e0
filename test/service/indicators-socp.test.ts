import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mergeSocpSums, socpRows } from "../../src/domain/indicators/socp.ts";
import type { Status } from "../../src/domain/indicators/status.ts";
import { SOCP_VECTOR } from "../indicators/samples.ts";
import {
  type IndicatorsWorld,
  type Item,
  indicatorsWorld,
  RACK_COLUMNS,
  SOCP_ROW,
  unrulyRows,
} from "./support/indicators.ts";

/*
 * SoCP over HTTP against the pure function over the same rows. Bank 1: two racks with 45 unruly minutes on each
 * of six days. Bank 2: one rack with the vector of the definition.
 */

const RACKS = "socp/operating-sites/2/banks/1/racks/";
const RACK = `${RACKS}3/`;
const DAYS = ["2026-01-29", "2026-01-30", "2026-02-01", "2026-02-02", "2026-02-10", "2026-03-01"];
const KEYS = [
  "time",
  "value",
  "operating_site",
  "bank_id",
  "rack_id",
  "period",
  "charge_status",
  "soc_range",
];
const DAY_MS = 86_400_000;

let world: IndicatorsWorld;

beforeAll(async () => {
  world = await indicatorsWorld();
  const rows = DAYS.flatMap((day, i) =>
    [3, 4].flatMap((rack) =>
      // The first day has rows of one rack only; some seconds lie before midnight, of the day before.
      i === 0 && rack === 4
        ? []
        : unrulyRows(`${day}T23:20:00+09:00`, {
            seconds: 2000,
            bank: 1,
            rack,
            seed: 10 * i + rack,
          }),
    ),
  );
  await world.insert("rack", RACK_COLUMNS, rows);
  await world.insert(
    "rack",
    SOCP_ROW,
    SOCP_VECTOR.map((values, i) => [
      `2026-01-05T12:00:${String(i).padStart(2, "0")}+09:00`,
      2,
      1,
      ...values,
    ]),
  );
});
afterAll(() => world?.stop());

const micros = (day: string) => Date.parse(`${day}T00:00:00+09:00`) * 1000;

/** The items of a rack and a day that the definition gives. */
async function expected(
  bank: number,
  rack: number,
  day: string,
  periods: readonly number[] = [1, 7, 30],
): Promise<Item[]> {
  const start = micros(day);
  const dayMicros = DAY_MS * 1000;
  if (!(await world.socpSums(bank, rack, start, start + dayMicros))) return [];
  const items: Item[] = [];
  for (const period of periods) {
    const sums =
      (await world.socpSums(bank, rack, start - (period - 1) * dayMicros, start + dayMicros)) ??
      mergeSocpSums([]);
    for (const status of [0, 1, 2] as Status[]) {
      for (const { soc_range, value } of socpRows(sums, status)) {
        items.push({
          time: `${day}T00:00:00+09:00`,
          value,
          operating_site: 2,
          bank_id: bank,
          rack_id: rack,
          period,
          charge_status: status,
          soc_range,
        });
      }
    }
  }
  return items;
}

describe("SoCP of a rack", () => {
  test.for(DAYS)(
    "of %s has every period, status and range, as the definition counts them",
    async (day) => {
      const items = await world.items(`${RACK}?date=${day}`);
      expect(items).toEqual(await expected(1, 3, day));
      expect(items).toHaveLength(3 * 3 * 10);
      expect(
        items.filter(({ value }) => Object.keys(value as object).length > 0).length,
      ).toBeGreaterThan(60);
      expect(items.every((item) => Object.keys(item).join() === KEYS.join())).toBe(true);
    },
  );

  test("of a range has the days that begin in it and have rows", async () => {
    const items = await world.items(`${RACK}?start-time=2026-01-30&end-time=2026-02-10&period=7`);
    const days = ["2026-01-30", "2026-02-01", "2026-02-02"];
    expect(items).toEqual((await Promise.all(days.map((day) => expected(1, 3, day, [7])))).flat());
    const later = await world.items(
      `${RACK}?start-time=2026-01-30T00:00:01&end-time=2026-02-10&period=7`,
    );
    expect(later).toEqual(items.filter(({ time }) => !time.startsWith("2026-01-30")));
    expect(await world.items(`${RACK}?date=2026-01-31`)).toEqual([]);
    expect(await world.items(`${RACK}?date=2026-01-05`)).toEqual([]);
  });

  test("without a range is that of the newest day with rows; an open one ends with the rows", async () => {
    expect(await world.items(RACK)).toEqual(await expected(1, 3, "2026-03-01"));
    const open = await world.items(`${RACK}?start-time=2026-02-10&period=1`);
    expect(open.map(({ time }) => time.slice(0, 10))).toEqual([
      ...Array(30).fill("2026-02-10"),
      ...Array(30).fill("2026-03-01"),
    ]);
    const until = await world.items(`${RACK}?end-time=2026-01-30T00:00:01&period=1&status=2`);
    expect(until.map(({ time }) => time.slice(0, 10))).toEqual([
      ...Array(10).fill("2026-01-29"),
      ...Array(10).fill("2026-01-30"),
    ]);
  });

  test("comes rack after rack where all of a bank are asked for, each with the days it has", async () => {
    const items = await world.items(`${RACKS}?start-time=2026-01-29&end-time=2026-01-31`);
    const want = [
      ...(await expected(1, 3, "2026-01-29")),
      ...(await expected(1, 3, "2026-01-30")),
      ...(await expected(1, 4, "2026-01-30")),
    ];
    expect(items).toEqual(want);
  });

  test.for([
    ["charge_status=0", (item: Item) => item["charge_status"] === 0],
    ["status=1", (item: Item) => item["charge_status"] === 1],
    ["status=2&charge_status=2", (item: Item) => item["charge_status"] === 2],
    ["period=30", (item: Item) => item["period"] === 30],
    [
      "period=1&charge_status=1",
      (item: Item) => item["period"] === 1 && item["charge_status"] === 1,
    ],
  ] as const)("with %s is that part of it", async ([query, keep]) => {
    const all = await world.items(`${RACK}?date=2026-02-02`);
    const part = await world.items(`${RACK}?date=2026-02-02&${query}`);
    expect(part).toEqual(all.filter(keep));
    expect(part.map((item) => item["soc_range"]).slice(0, 10)).toEqual([
      0, 10, 20, 30, 40, 50, 60, 70, 80, 90,
    ]);
  });

  test("of the vector is what the definition counts", async () => {
    const items = await world.items(
      "socp/operating-sites/2/banks/2/racks/1/?date=2026-01-05&period=1",
    );
    const counted = items.filter(({ value }) => Object.keys(value as object).length > 0);
    expect(
      counted.map(({ charge_status, soc_range, value }) => [
        `${charge_status}/${soc_range}`,
        value,
      ]),
    ).toEqual([
      ["0/40", { 37: { count: 1, voltage: 3.712, temp: 27.4, current: 41.2 } }],
      [
        "0/50",
        {
          37: { count: 2, voltage: 3.714, temp: 27.45, current: 40.8 },
          201: { count: 1, voltage: 3.714, temp: 27.5, current: 40.8 },
        },
      ],
      ["0/90", { 201: { count: 2, voltage: 4.052, temp: 29.8, current: 7.05 } }],
      [
        "1/0",
        {
          9: { count: 1, voltage: 3.349, temp: 22.2, current: -33.1 },
          118: { count: 1, voltage: 3.351, temp: 22.2, current: -33 },
        },
      ],
      ["1/80", { 118: { count: 1, voltage: 4.002, temp: 24.6, current: -15.3 } }],
      [
        "2/80",
        {
          9: { count: 2, voltage: 4.027, temp: 24.8, current: -1 },
          37: { count: 1, voltage: 4.043, temp: 29, current: -2 },
          118: { count: 1, voltage: 4.027, temp: 24.8, current: 2 },
          201: { count: 2, voltage: 4.043, temp: 29, current: 1 },
        },
      ],
    ]);
  });

  test("can be recomputed from its explanation", async () => {
    const items = await world.items(`${RACK}?date=2026-02-02&period=7&explain=1`);
    expect(Object.keys(items[0] ?? {})).toEqual([...KEYS, "explain"]);
    let cells = 0;
    for (const item of items) {
      const value = item["value"] as Record<string, Record<string, number>>;
      const explain = item["explain"] as {
        excluded: number;
        cells: { position: number; module: number; count: number; sum: Record<string, number> }[];
      };
      expect(explain.excluded).toBeGreaterThan(0);
      expect(explain.cells.map(({ position }) => String(position))).toEqual(Object.keys(value));
      for (const { position, module, count, sum } of explain.cells) {
        cells++;
        expect(module).toBe(Math.ceil(position / 12));
        expect(value[position]?.["count"]).toBe(count);
        for (const [name, decimals] of [
          ["voltage", 3],
          ["temp", 2],
          ["current", 2],
        ] as const) {
          expect(
            Math.abs((value[position]?.[name] ?? 9e9) - (sum[name] ?? 0) / count),
          ).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-9);
        }
      }
    }
    expect(cells).toBeGreaterThan(100);
  });

  test.for([
    ["local", "2026-02-02T00:00:00"],
    ["utc", "2026-02-01T15:00:00Z"],
    ["unix", Date.parse("2026-02-01T15:00:00Z")],
  ] as const)("has its time as %s", async ([format, time]) => {
    const items = await world.items(`${RACK}?date=2026-02-02&time-format=${format}`);
    expect(new Set(items.map((item) => item.time))).toEqual(new Set([time]));
  });
});
