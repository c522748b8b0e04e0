import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROFILES, QUANTITIES } from "../../src/domain/indicators/profiles.ts";
import type { Measure, Sample } from "../../src/domain/indicators/sample.ts";
import { windowSos } from "../../src/domain/indicators/sos.ts";
import { MEASURE_COLUMNS } from "../support/columns.ts";
import { getJson } from "../support/http.ts";
import {
  type IndicatorsWorld,
  type Item,
  indicatorsWorld,
  RACK_COLUMNS,
  unrulyRows,
} from "./support/indicators.ts";

/*
 * SoS over HTTP against the pure function over the same rows: two hours at 1 Hz of two racks and a bank, with
 * every fault that readings have.
 */

const SITE = "sos/operating-sites/2/banks/";
const RACK = `${SITE}1/racks/3/`;
const KEYS = ["time", "operating_site", "bank_id", "rack_id", ...QUANTITIES, "sos_score"];
const START = "2026-01-05T10:00";
const HOURS = 2;
const ORIGIN = Date.parse("2000-01-03T00:00:00+09:00");

let world: IndicatorsWorld;
type Reading = Sample & { source: string; at: number };
let readings: Reading[];

beforeAll(async () => {
  world = await indicatorsWorld();
  const rows = [3, 4].flatMap((rack) =>
    unrulyRows(`${START}+09:00`, { seconds: HOURS * 3600, bank: 1, rack, seed: rack }),
  );
  await world.insert("rack", RACK_COLUMNS, rows);
  const measures = Object.keys(MEASURE_COLUMNS) as Measure[];
  const bankColumns = measures
    .map((measure) => MEASURE_COLUMNS[measure].bank)
    .filter((name) => name !== null);
  const rackColumns = measures
    .filter((name) => MEASURE_COLUMNS[name].bank)
    .map((name) => MEASURE_COLUMNS[name].rack);
  const taken = rackColumns.map((name) => RACK_COLUMNS.indexOf(name));
  // The same readings as a bank of nine racks: nine times the current.
  const bankRows = rows
    .filter(([, , rack]) => rack === 3)
    .map((row) => [
      row[0] ?? null,
      1,
      ...taken.map((i) =>
        RACK_COLUMNS[i] === "RACK_CURRENT" && typeof row[i] === "number"
          ? row[i] * 9.5
          : (row[i] ?? null),
      ),
    ]);
  await world.insert("bank", ["TIMESTAMP", "BANK_ID", ...bankColumns], bankRows);
  const select = (component: "rack" | "bank") =>
    measures
      .map((measure) => {
        const name = MEASURE_COLUMNS[measure][component];
        if (name === null) return `null as "${measure}"`;
        return `"${name}"${measure === "currentA" && component === "bank" ? " / 9" : ""} as "${measure}"`;
      })
      .join(", ");
  readings = await world.query<Reading>(
    `select 'rack ' || "RACK_ID" as source, extract(epoch from "TIMESTAMP")::float8 * 1000 as at, ${select("rack")} from rack
     union all select 'bank 1', extract(epoch from "TIMESTAMP")::float8 * 1000, ${select("bank")} from bank order by 1, 2`,
  );
});
afterAll(() => world?.stop());

const millis = (text: string) => Date.parse(`${text}+09:00`);

/** What the definition says, window by window. */
function expected(
  source: string,
  {
    start,
    end,
    step,
    profile,
  }: { start: string; end: string; step: number; profile: keyof typeof PROFILES },
): Item[] {
  const [, rack = ""] = source.split(" ");
  const items: Item[] = [];
  const own = readings.filter((reading) => reading.source === source);
  for (
    let at = ORIGIN + Math.ceil((millis(start) - ORIGIN) / step) * step;
    at < millis(end);
    at += step
  ) {
    const window = own.filter((reading) => reading.at >= at && reading.at < at + step);
    const sos = windowSos(window, PROFILES[profile]);
    if (!sos) continue;
    const time = new Date(at + 9 * 3_600_000).toISOString().replace(".000Z", "+09:00");
    items.push({
      time,
      operating_site: 2,
      bank_id: 1,
      rack_id: source.startsWith("rack") ? Number(rack) : 0,
      ...sos.factors,
      sos_score: sos.score,
    });
  }
  return items;
}

describe("SoS of a rack at 1 Hz", () => {
  test.for([
    [`start-time=${START}&end-time=2026-01-05T12:00`, { step: 10 }],
    [
      `start-time=${START}&end-time=2026-01-05T10:20&interval=1s`,
      { end: "2026-01-05T10:20", step: 1 },
    ],
    [
      `date=2026-01-05&interval=7s`,
      { start: "2026-01-05T00:00", end: "2026-01-06T00:00", step: 7 },
    ],
    [
      `date=2026-01-05&interval=PT5M&profile=33J`,
      { start: "2026-01-05T00:00", end: "2026-01-06T00:00", step: 300, profile: "33J" },
    ],
    [
      `interval=1 hour&profile=published`,
      { start: "2026-01-05T10:00", step: 3600, profile: "published" },
    ],
    [`interval=1 day`, { start: "2026-01-05T00:00", step: 86_400 }],
    // Windows that the range cuts: an item counts where its window begins, and is made of the whole window.
    [
      `start-time=2026-01-05T10:02:31&end-time=2026-01-05T10:12:31&interval=1min`,
      { start: "2026-01-05T10:02:31", end: "2026-01-05T10:12:31", step: 60 },
    ],
    // Five minutes without rows, and what comes before and after.
    [
      `start-time=2026-01-05T10:29:50&end-time=2026-01-05T10:35:20`,
      { start: "2026-01-05T10:29:50", end: "2026-01-05T10:35:20", step: 10 },
    ],
    [
      `start-time=2026-01-05T10:30:10&end-time=2026-01-05T10:34:50`,
      { start: "2026-01-05T10:30:10", end: "2026-01-05T10:34:50", step: 10 },
    ],
  ] as const)(
    "with %s is that of the earliest complete row of each window",
    async ([query, options]) => {
      const {
        start = START,
        end = "2026-01-05T12:00",
        step,
        profile = "41J",
      } = options as {
        start?: string;
        end?: string;
        step: number;
        profile?: keyof typeof PROFILES;
      };
      const items = await world.items(`${RACK}?${query}`);
      const want = expected("rack 3", { start, end, step: step * 1000, profile });
      expect(items).toEqual(want);
      if (step !== 10 || start === START) expect(items.length).toBeGreaterThan(0);
      expect(items.every((item) => KEYS.join() === Object.keys(item).join())).toBe(true);
    },
  );

  test("asked for in two ranges is that of both, each item once", async () => {
    const of = (start: string, end: string) =>
      world.items(`${RACK}?start-time=2026-01-05T${start}&end-time=2026-01-05T${end}`);
    const [whole, left, right] = await Promise.all([
      of("11:00", "11:30"),
      of("11:00", "11:14:33"),
      of("11:14:33", "11:30"),
    ]);
    expect([...left, ...right]).toEqual(whole);
    expect(whole.length).toBeGreaterThan(150);
  });

  test("leaves windows without a complete row out", async () => {
    const items = await world.items(
      `${RACK}?start-time=${START}&end-time=2026-01-05T12:00&interval=1s`,
    );
    const times = new Set(
      readings.filter(({ source }) => source === "rack 3").map(({ at }) => Math.floor(at / 1000)),
    );
    expect(items.length).toBeLessThan(times.size);
    expect(items.length).toBeGreaterThan(times.size / 2);
  });

  test("comes rack after rack where all of a bank are asked for", async () => {
    const query = `start-time=${START}&end-time=2026-01-05T10:10`;
    const items = await world.items(`${SITE}1/racks/?${query}`);
    const range = { start: START, end: "2026-01-05T10:10", step: 10_000, profile: "41J" as const };
    expect(items).toEqual([...expected("rack 3", range), ...expected("rack 4", range)]);
  });
});

describe("SoS of a bank", () => {
  const range = { start: START, end: "2026-01-05T12:00", step: 10_000, profile: "41J" as const };

  test("is that of its extremes, its current divided by its racks and its gaps the differences", async () => {
    const items = await world.items(`${SITE}1/?start-time=${START}&end-time=2026-01-05T12:00`);
    expect(items).toEqual(expected("bank 1", range));
    expect(items[0]).toMatchObject({ bank_id: 1, rack_id: 0 });
  });

  test("comes bank after bank where all of a site are asked for", async () => {
    const items = await getJson<Item[]>(`/api/ess/stats/${SITE}?date=2026-01-05&interval=5min`);
    expect(items).toHaveLength(2 * 288);
    expect(items.map(({ bank_id }) => bank_id)).toEqual(
      items.map(({ bank_id }) => bank_id).toSorted(),
    );
    for (const bank of [1, 2]) {
      const own = await getJson<Item[]>(
        `/api/ess/stats/${SITE}${bank}/?date=2026-01-05&interval=5min`,
      );
      expect(items.filter(({ bank_id }) => bank_id === bank)).toEqual(own);
    }
  });
});

describe("times of SoS", () => {
  test.for([
    ["iso", "2026-01-05T10:00:00+09:00"],
    ["local", "2026-01-05T10:00:00"],
    ["utc", "2026-01-05T01:00:00Z"],
    ["unix", Date.parse("2026-01-05T01:00:00Z")],
  ] as const)("are written as %s", async ([format, time]) => {
    const items = await world.items(`${RACK}?interval=1h&time-format=${format}`);
    expect(items[0]?.time).toBe(time);
  });
});
