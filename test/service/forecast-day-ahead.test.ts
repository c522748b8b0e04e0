import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { loadSimulation } from "../../dev/import/simulation.ts";
import {
  dayAhead,
  MOST_DAYS,
  STEPS,
  type TenMinutes,
} from "../../src/domain/forecast/day-ahead.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { getJson, getProblem } from "../support/http.ts";
import { startWorker } from "../support/world.ts";
import { indicatorsWorld } from "./support/indicators.ts";
import { answerOf } from "./support/lists.ts";
import { rollAll } from "./support/rollups.ts";

/* The day ahead over HTTP, on simulated days of site 2 with a row each five minutes. */

const FROM = Date.parse("2026-02-01T00:00:00+09:00");
const DAYS = 12;
const TEN = 600_000;
const RACKS = "multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/1/racks/";
const RACK = `${RACKS}3/`;
/** The midnight that ends the days, and an afternoon. */
const END = "2026-02-13";
const AFTERNOON = "2026-02-12T15:20";

type Course = "analog_day" | "analog_day_lower" | "analog_day_upper" | "last_day" | "mean_day";
type Item = {
  time: string;
  values: { time: string[] } & Partial<Record<Course, number[]>>;
  operating_site: number;
  bank_id: number;
  rack_id: number;
  reason?: string;
  explain?: { days: { from: string; weight: number | null }[]; [name: string]: unknown };
};

let world: Awaited<ReturnType<typeof indicatorsWorld>>;
const ask = async (path: string) => (await world.items(path)) as unknown as Item[];

beforeAll(async () => {
  world = await indicatorsWorld();
  await loadSimulation(world.database.url, panli, {
    from: FROM,
    days: DAYS,
    stepSeconds: 300,
    seed: 7,
    anomalies: false,
  });
});
afterAll(async () => {
  await world?.worker.stop();
  await world?.database.drop();
});

/** Ten-minute means of rack 3 of bank 1, or of the bank itself, made by Postgres from the rows alone. */
async function meansOf({
  table,
  condition,
  columns,
}: (typeof PLACES)[number]): Promise<TenMinutes> {
  const rows = await world.query<Record<string, string>>(
    `select floor(extract(epoch from "TIMESTAMP") / 600)::bigint as at, ${Object.entries(columns)
      .map(([name, column]) => `avg(${column}) as "${name}"`)
      .join(", ")} from ${table} where ${condition} group by 1`,
  );
  const series = Object.fromEntries(
    Object.keys(columns).map((name) => [name, new Float64Array(DAYS * STEPS).fill(Number.NaN)]),
  ) as TenMinutes;
  for (const row of rows) {
    const index = Number(row.at) - FROM / TEN;
    for (const name of Object.keys(columns) as (keyof TenMinutes)[]) {
      if (index < DAYS * STEPS && row[name] != null) series[name][index] = Number(row[name]);
    }
  }
  return series;
}

const PLACES = [
  {
    table: "rack",
    path: RACK,
    condition: '"BANK_ID" = 1 and "RACK_ID" = 3',
    columns: {
      voltage: '"RACK_VOLTAGE" * 1000 / 240',
      current: '"RACK_CURRENT" / (212.4 * 0.05)',
      soc: '"RACK_SOC"',
      temperature: '"RACK_MAX_CELL_TEMPERATURE"',
      gap: '"RACK_CELL_VOLTAGE_GAP" * 1000',
      target: '"RACK_MAX_CELL_VOLTAGE" * 1000',
    },
  },
  {
    table: "bank",
    path: "multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/1/",
    condition: '"BANK_ID" = 1',
    columns: {
      voltage: '"BANK_DC_VOLT" * 1000 / 240',
      current: '"BANK_DC_CURRENT" / 9 / (212.4 * 0.05)',
      soc: '"BANK_SOC"',
      temperature: '"MAX_CELL_TEMPERATURE_OF_BANK"',
      gap: '("MAX_CELL_VOLTAGE_OF_BANK" - "MIN_CELL_VOLTAGE_OF_BANK") * 1000',
      target: '"MAX_CELL_VOLTAGE_OF_BANK" * 1000',
    },
  },
];

describe("an item", () => {
  test("has the day from its origin on in steps of ten minutes, by the clock of the site", async () => {
    const [item] = await ask(`${RACK}?date=${END}`);
    expect(Object.keys(item ?? {})).toEqual([
      "time",
      "values",
      "operating_site",
      "bank_id",
      "rack_id",
    ]);
    expect(item).toMatchObject({
      time: `${END}T00:00:00+09:00`,
      operating_site: 2,
      bank_id: 1,
      rack_id: 3,
    });
    expect(Object.keys(item?.values ?? {})).toEqual([
      "time",
      "analog_day",
      "analog_day_lower",
      "analog_day_upper",
      "last_day",
      "mean_day",
    ]);
    for (const values of Object.values(item?.values ?? {})) expect(values).toHaveLength(144);
    expect(item?.values.time[0]).toBe(`${END}T00:10:00+09:00`);
    expect(item?.values.time[143]).toBe("2026-02-14T00:00:00+09:00");
    for (const value of item?.values.analog_day ?? []) {
      expect(value).toBeGreaterThan(3);
      expect(value).toBeLessThan(4.3);
    }
  });

  test.each(PLACES.flatMap((place) => [END, AFTERNOON].map((origin) => ({ ...place, origin }))))(
    "of a $table from $origin is that of the means of the rows",
    async ({ origin, ...place }) => {
      const series = await meansOf(place);
      const index = (Date.parse(`${origin.padEnd(16, "T00:00")}:00+09:00`) - FROM) / TEN;
      const made = dayAhead({
        series,
        origin: index,
        starts: Array.from({ length: MOST_DAYS }, (_, i) => index - (i + 1) * STEPS),
        minute: (index % STEPS) * 10,
        target: "max_cell_voltage",
      });
      const expected = {
        analog_day: made.analog?.value,
        analog_day_lower: made.analog?.low,
        analog_day_upper: made.analog?.high,
        last_day: made.lastDay,
        mean_day: made.meanDay,
      };
      for (const state of ["of rows", "of rollups"]) {
        const [item] = await ask(`${place.path}?origin=${origin}`);
        for (const [name, values] of Object.entries(expected)) {
          const given = item?.values[name as Course] ?? [];
          expect(given, `${name} ${state}`).toHaveLength(STEPS);
          given.forEach((value, step) => {
            expect(Math.abs(value * 1000 - (values?.[step] ?? 0)), `${name} ${state}`).toBeLessThan(
              0.051,
            );
          });
        }
        await withClient(world.database.url, (client) => rollAll(client));
      }
    },
  );

  test("explains itself by the days that it is made of", async () => {
    const [item] = await ask(`${RACK}?origin=${AFTERNOON}&explain=1`);
    expect(item?.explain).toMatchObject({
      method: "analog-day",
      version: "1",
      basis: "estimated",
      target: "max_cell_voltage",
      half_life_days: 1,
      spread: 1,
      decay: 0.9,
      direct_model: null,
    });
    const days = item?.explain?.days ?? [];
    expect(days.map(({ from }) => from)).toEqual(
      Array.from(
        { length: 11 },
        (_, i) => `2026-02-${String(11 - i).padStart(2, "0")}T15:20:00+09:00`,
      ),
    );
    expect(days.reduce((sum, { weight }) => sum + (weight ?? 0), 0)).toBeCloseTo(1, 9);
  });

  test("with one day alone has that day and a reason, with none the reason alone", async () => {
    const items = await ask(`${RACK}?start-time=2026-02-01&end-time=2026-02-04`);
    expect(items.map(({ time, reason }) => [time.slice(0, 10), reason])).toEqual([
      ["2026-02-02", "too_few_days"],
      ["2026-02-03", undefined],
    ]);
    expect(Object.keys(items[0]?.values ?? {})).toEqual(["time", "last_day", "mean_day"]);
    expect(Object.keys(items[1]?.values ?? {})).toEqual([
      "time",
      "analog_day",
      "last_day",
      "mean_day",
    ]);
    const [early] = await ask(`${RACK}?origin=2026-02-01T12:00`);
    expect(early?.reason).toBe("too_few_days");
    expect(Object.keys(early?.values ?? {})).toEqual(["time"]);
  });

  test("long after the last row says that there is nothing to go on from", async () => {
    const [item] = await ask(`${RACK}?origin=2026-02-20`);
    expect(item?.reason).toBe("stale_inputs");
    expect(item?.values.analog_day).toBeUndefined();
    expect(item?.values.last_day).toHaveLength(144);
    expect(await ask(`${RACK}?origin=2026-04-20`)).toEqual([]);
    expect(await ask(`${RACK}?origin=2026-01-20`)).toEqual([]);
  });
});

describe("origins", () => {
  const times = async (query: string) => (await ask(`${RACK}${query}`)).map(({ time }) => time);

  test("are the midnights of a range that have rows before them, the newest without one", async () => {
    expect(await times("?start-time=2026-02-05T00:00:01&end-time=2026-02-08")).toEqual(
      [6, 7].map((day) => `2026-02-0${day}T00:00:00+09:00`),
    );
    expect(await times("?start-time=2026-02-11&end-time=2027-01-01")).toEqual(
      [11, 12, 13].map((day) => `2026-02-${day}T00:00:00+09:00`),
    );
    expect(await times("")).toEqual([`${END}T00:00:00+09:00`]);
    expect(await times("?date=2026-03-01")).toEqual([]);
  });

  test("are one where it is named, on a whole minute", async () => {
    expect(await times("?origin=2026-02-12T09:34:56")).toEqual(["2026-02-12T09:34:00+09:00"]);
    expect(await times("?origin=2026-02-12T00:34:56Z&time-format=local")).toEqual([
      "2026-02-12T09:34:00",
    ]);
    expect(await times("?origin=2026-02-12&time-format=unix")).toEqual([FROM + 11 * 86_400_000]);
  });

  test("the latest is the end of the newest ten minutes that are complete", async () => {
    // The last row is of 23:55; those of a minute later would end the day.
    expect(await times("?origin=latest")).toEqual(["2026-02-12T23:50:00+09:00"]);
    const all = await ask(`${RACKS}?origin=latest`);
    expect(all.map((item) => item.rack_id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("every target is forecast, of banks and of racks", async () => {
    const levels = {
      "max-cell-voltage": [3, 4.3],
      "min-cell-voltage": [2.9, 4.2],
      "max-cell-temperature": [10, 50],
      "min-cell-temperature": [5, 45],
      "cell-voltage-gap": [0, 0.3],
    };
    for (const [name, [least = 0, most = 0]] of Object.entries(levels)) {
      for (const [place, bank, racks] of [
        ["banks/", undefined, [0, 0]],
        ["banks/2/", 2, [0]],
        ["banks/2/racks/", 2, [1, 2, 3, 4, 5, 6, 7, 8]],
        ["banks/1/racks/9/", 1, [9]],
      ] as const) {
        const items = await ask(
          `multi-step-forecasting-${name}/operating-sites/2/${place}?date=${END}`,
        );
        expect(
          items.map((item) => item.rack_id),
          name + place,
        ).toEqual(racks);
        if (bank) expect(new Set(items.map((item) => item.bank_id))).toEqual(new Set([bank]));
        for (const value of items.flatMap(({ values }) => values.analog_day ?? [Number.NaN])) {
          expect(value >= least && value <= most, `${name} ${place} ${value}`).toBe(true);
        }
      }
    }
  });
});

describe("what is written", () => {
  const ORIGIN = "2026-02-10T12:00";
  const change = (condition: string, value: string) =>
    world.query(
      `update rack set "RACK_MAX_CELL_VOLTAGE" = ${value}, "RACK_VOLTAGE" = 900, "RACK_CURRENT" = 77
       where "BANK_ID" = 1 and "RACK_ID" = 3 and ${condition}`,
    );

  test("at the origin or after it changes nothing", async () => {
    const before = await ask(`${RACK}?origin=${ORIGIN}&explain=1`);
    await change(`"TIMESTAMP" >= '${ORIGIN}+09'`, "4.9");
    expect(await ask(`${RACK}?origin=${ORIGIN}&explain=1`)).toEqual(before);
    await withClient(world.database.url, (client) => rollAll(client));
    expect(await ask(`${RACK}?origin=${ORIGIN}&explain=1`)).toEqual(before);
    const range = await ask(`${RACK}?start-time=2026-02-10&end-time=2026-02-13&explain=1`);
    expect([range[0]]).toEqual(await ask(`${RACK}?origin=2026-02-10&explain=1`));
  });

  test("before it shows at once, whether rolled up or not, as without any rollups", async () => {
    const before = await ask(`${RACK}?origin=${ORIGIN}`);
    await change(
      `"TIMESTAMP" >= '2026-02-10 11:00+09' and "TIMESTAMP" < '2026-02-10 12:00+09'`,
      "3.3",
    );
    const marked = await ask(`${RACK}?origin=${ORIGIN}`);
    expect(marked).not.toEqual(before);
    await world.query("alter table rack disable trigger ess_emptied");
    const plain = await startWorker({ SITE_2_DATABASE_URL: world.database.url });
    const response = await fetch(`${plain.url}/api/ess/stats/${RACK}?origin=${ORIGIN}`);
    expect(await response.json()).toEqual(marked);
    await plain.stop();
    await world.query("alter table rack enable trigger ess_emptied");
    await withClient(world.database.url, (client) => rollAll(client));
    expect(await ask(`${RACK}?origin=${ORIGIN}`)).toEqual(marked);
  });

  test("that cannot be true does not count", async () => {
    const gap = `multi-step-forecasting-cell-voltage-gap/operating-sites/2/banks/1/racks/3/?origin=${ORIGIN}`;
    const before = await ask(gap);
    await world.query(
      `update rack set "RACK_CELL_VOLTAGE_GAP" = 65.535, "RACK_VOLTAGE" = 6553.5
       where "BANK_ID" = 1 and "RACK_ID" = 3 and "TIMESTAMP" = '2026-02-09 18:00+09'`,
    );
    const [after] = await ask(gap);
    after?.values.analog_day?.forEach((value, step) => {
      expect(Math.abs(value - (before[0]?.values.analog_day?.[step] ?? 9))).toBeLessThan(0.02);
    });
  });
});

describe("a request", () => {
  const PATH = "/api/ess/stats/multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/";

  test("is refused with all that is wrong with it", async () => {
    const of = async (query: string) =>
      (await getProblem(`${PATH}1/racks/?${query}`, 400)).errors.map(({ name, code }) => [
        name,
        code,
      ]);
    expect(await of("origin=yesterday&explain=2&horizon=1h")).toEqual([
      ["origin", "not_a_time"],
      ["explain", "not_allowed"],
      ["horizon", "unknown_parameter"],
    ]);
    expect(await of("origin=latest&start-time=2026-01-05&date=2026-01-05")).toEqual([
      ["start-time", "contradiction"],
      ["date", "contradiction"],
    ]);
    expect(await of("start-time=2026-01-06&end-time=2026-01-05")).toEqual([
      ["end-time", "before_start"],
    ]);
    expect((await getProblem(`${PATH}7/`, 404)).code).toBe("unknown_bank");
    expect((await getProblem(`${PATH}1/racks/12/`, 404)).code).toBe("unknown_rack");
  });

  test("for too many days is refused with an end that works", async () => {
    await world.query(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_MAX_CELL_VOLTAGE")
      select '2026-02-14 12:00+09'::timestamptz + day * interval '1 day', 2, rack, 3.6
      from generate_series(0, 10) as day, generate_series(1, 8) as rack`);
    const path =
      "multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/2/racks/?start-time=2026-02-01";
    const { response, text } = await answerOf(world.address(path));
    expect(response.status).toBe(422);
    const [, day] = /end-time=([\d-]+)/.exec(text) ?? [];
    expect(day).toBe("2026-02-16");
    const items = await ask(`${path}&end-time=${day}`);
    expect(items.length).toBeGreaterThan(0);
    expect(items.length).toBeLessThanOrEqual(120);
  });

  test("is answered with how the numbers were made, and nothing where there is nothing", async () => {
    const { response } = await answerOf(world.address(`${RACK}?date=${END}`));
    expect(response.headers.get("ess-method")).toBe("analog-day; version=1; basis=estimated");
    expect(await getJson(`${PATH}1/racks/1/?date=2020-01-05`)).toEqual([]);
    const demo = await getJson<Item[]>(`${PATH}?origin=2026-01-06`);
    expect(demo.map(({ bank_id, reason }) => [bank_id, reason])).toEqual([
      [1, "too_few_days"],
      [2, "too_few_days"],
    ]);
  });
});
