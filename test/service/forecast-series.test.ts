import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askVia } from "../../dev/database/ask.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { forecastItems, type Horizon } from "../../src/domain/forecast/items.ts";
import { SOS_TARGETS, sosForecastItems } from "../../src/domain/forecast/sos.ts";
import { TARGET_NAMES, type TargetName, targetOf } from "../../src/domain/forecast/targets.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { measured, type Sample } from "../../src/domain/indicators/sample.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import type { Site } from "../../src/site/site.ts";
import { askNewest, askSeries, currentUnitA } from "../../src/store/models/series.ts";
import type { Ask } from "../../src/store/sql/client.ts";
import type { SampledPlace } from "../../src/store/sql/measures.ts";
import { type Steps, stepAt, stepsIn } from "../../src/time/grid.ts";
import { modelOf, named } from "../forecast/support.ts";
import {
  type IndicatorsWorld,
  indicatorsWorld,
  RACK_COLUMNS,
  unrulyRows,
} from "./support/indicators.ts";

/*
 * What the database gives of the steps of forecasts, against the same looked for in the rows one by one: two hours
 * at 1 Hz of two racks, with every fault that readings have.
 */

const MICROS = (text: string) => Date.parse(`${text}+09:00`) * 1000;
const START = "2026-01-05T10:00";
const SECOND = 1_000_000;
const PLACE: SampledPlace = { site: panli, component: "rack" };
const RACKS = [3, 4].map((rack) => ({ bank: 1, rack }));
const COLUMNS = [...RACK_COLUMNS, "RACK_VOLTAGE"];
const READ = {
  maxCellVoltageV: "RACK_MAX_CELL_VOLTAGE",
  minCellVoltageV: "RACK_MIN_CELL_VOLTAGE",
  cellVoltageGapV: "RACK_CELL_VOLTAGE_GAP",
  currentA: "RACK_CURRENT",
  maxCellTemperatureC: "RACK_MAX_CELL_TEMPERATURE",
  minCellTemperatureC: "RACK_MIN_CELL_TEMPERATURE",
  cellTemperatureGapC: "RACK_CELL_TEMPERATURE_GAP",
  soc: "RACK_SOC",
  voltage: "RACK_VOLTAGE",
};

type Row = Sample & { rack: number; at: number; soc: number | null; voltage: number | null };
let world: IndicatorsWorld;
let rows: Row[];

beforeAll(async () => {
  world = await indicatorsWorld();
  const given = RACKS.flatMap(({ bank, rack }) =>
    unrulyRows(`${START}+09:00`, { seconds: 7200, bank, rack, seed: rack }),
  ).map((row, i) => [...row, [870, null, "NaN", 5000, 100, 912][i % 6] ?? null]);
  await world.insert("rack", COLUMNS, given);
  rows = await world.query<Row>(
    `select "RACK_ID" as rack, (extract(epoch from "TIMESTAMP") * 1000000)::float8 as at, ${Object.entries(
      READ,
    )
      .map(([name, column]) => `"${column}" as "${name}"`)
      .join(", ")} from rack order by "TIMESTAMP"`,
  );
});
afterAll(() => world?.stop());

const via = <T>(work: (ask: Ask) => Promise<T>, url = world.database.url): Promise<T> =>
  withClient(url, (client) => work(askVia(client)));

const gridOf = (start: string, end: string): Steps =>
  stepsIn({ start: MICROS(start), end: MICROS(end) }, 10 * SECOND, "Asia/Seoul");

const between = (value: number | null, least: number, most: number): number =>
  value !== null && value >= least && value <= most ? value : Number.NaN;

/** What the definition says of a rack's channel, step by step. */
function expected(rack: number, steps: Steps, of: (row: Row) => number | null): number[] {
  const own = rows.filter((row) => row.rack === rack);
  return Array.from({ length: steps.count }, (_, k) => {
    const at = stepAt(steps, k);
    const row = own.findLast((one) => one.at <= at && one.at > at - steps.step);
    return row ? (of(row) ?? Number.NaN) : Number.NaN;
  });
}

describe("the series of racks at 1 Hz", () => {
  const steps = gridOf("2026-01-05T09:59:50", "2026-01-05T12:00:30");

  test.for(TARGET_NAMES)(
    "of %s is the newest row up to each step, NaN where it cannot be true",
    async (target) => {
      const read = await via((ask) => askSeries(ask, PLACE, RACKS, steps, [target]));
      expect(read.map(({ bank, rack }) => ({ bank, rack }))).toEqual(RACKS);
      for (const { rack, series } of read) {
        const { voltage, current, soc, target: values } = series(target);
        const { measure, unit } = targetOf(target);
        const factor = unit === "V" ? 1000 : 1;
        const mean = (row: Row) => (between(row.voltage, 240, 1200) * 1000) / 240;
        const want = {
          voltage: expected(rack, steps, mean),
          current: expected(rack, steps, (row) => {
            const ampere = measured(row, "currentA");
            return ampere === null ? null : ampere / (212.4 * 0.05);
          }),
          soc: expected(rack, steps, (row) =>
            Math.min(100, Math.max(0, between(row.soc, -0.5, 100.5))),
          ),
          target: expected(rack, steps, (row) => {
            if (measure === "dcVoltageV") return mean(row);
            const value = measured(row, measure);
            return value === null ? null : value * factor;
          }),
        };
        for (const [name, given] of Object.entries({ voltage, current, soc, target: values })) {
          expect(given).toHaveLength(steps.count);
          const wanted = want[name as keyof typeof want];
          const wrong = wanted.findIndex(
            (value, k) =>
              Number.isNaN(value) !== Number.isNaN(given[k]) ||
              Math.abs(value - (given[k] ?? 0)) > 1e-6,
          );
          expect(wrong, `${name} ${wanted[wrong]} ${given[wrong]}`).toBe(-1);
          expect(wanted.filter(Number.isFinite).length, name).toBeGreaterThan(200);
          expect(wanted.filter(Number.isNaN).length, name).toBeGreaterThan(10);
        }
      }
    },
  );

  test("begins with what was known a while before, if it is to", async () => {
    const later = gridOf("2026-01-05T10:32:00", "2026-01-05T10:33:00");
    const of = (reach?: number) =>
      via(async (ask) => {
        const targets = ["max_cell_voltage"] as const;
        const [read] = await askSeries(
          ask,
          PLACE,
          [{ bank: 1, rack: 3 }],
          later,
          targets,
          undefined,
          reach,
        );
        return [...(read?.series("max_cell_voltage").soc ?? [])];
      });
    expect(await of()).toEqual(expected(3, later, () => Number.NaN));
    const [first, ...others] = await of(3600 * SECOND);
    const row = rows.findLast(({ rack, at }) => rack === 3 && at <= later.first);
    expect(first).toBeCloseTo(between(row?.soc ?? null, -0.5, 100.5), 9);
    expect(others).toEqual(expected(3, later, () => Number.NaN).slice(1));
  });

  test("is empty of no steps and of no sources", async () => {
    const none = { ...steps, count: 0 };
    expect(await via((ask) => askSeries(ask, PLACE, RACKS, none, ["dc_voltage"]))).toEqual([]);
    expect(await via((ask) => askSeries(ask, PLACE, [], steps, ["dc_voltage"]))).toEqual([]);
    expect(await via((ask) => askNewest(ask, PLACE, []))).toEqual([]);
  });

  test("knows the newest row of each source that has one", async () => {
    const sources = [...RACKS, { bank: 2, rack: 1 }];
    const newest = (rack: number) => rows.findLast((row) => row.rack === rack)?.at;
    expect(await via((ask) => askNewest(ask, PLACE, sources))).toEqual(
      RACKS.map((source) => ({ ...source, at: newest(source.rack) })),
    );
  });
});

test("a bank's series has a rack's part of its current, and gaps of its extremes", async () => {
  await world.insert(
    "bank",
    [
      "TIMESTAMP",
      "BANK_ID",
      "BANK_DC_VOLT",
      "BANK_DC_CURRENT",
      "BANK_SOC",
      "MAX_CELL_VOLTAGE_OF_BANK",
      "MIN_CELL_VOLTAGE_OF_BANK",
    ],
    [["2026-01-05T10:00:03+09:00", 2, 912, 84.96, 100.4, 3.81, 3.79]],
  );
  const place = { site: panli, component: "bank" } as const;
  const steps = gridOf("2026-01-05T10:00", "2026-01-05T10:00:30");
  const [read] = await via((ask) =>
    askSeries(ask, place, [{ bank: 2, rack: 0 }], steps, [
      "cell_voltage_gap",
      "cell_temperature_gap",
    ]),
  );
  const { voltage, current, soc, target } = read?.series("cell_voltage_gap") ?? {};
  expect([...(voltage ?? [])]).toEqual([Number.NaN, expect.closeTo(3800, 9), Number.NaN]);
  expect(current?.[1]).toBeCloseTo(1, 12);
  expect(soc?.[1]).toBe(100);
  expect(target?.[1]).toBeCloseTo(20, 9);
  expect(read?.series("cell_temperature_gap").target[1]).toBeNaN();
  expect(() => read?.series("max_cell_voltage")).toThrow(
    "measurement was not requested: max_cell_voltage",
  );
});

test("minutes are those of the site's day, through a change of its clock", async () => {
  const berlin: Site = { ...panli, timeZone: "Europe/Berlin" };
  const place = { site: berlin, component: "rack" } as const;
  const minutesFrom = async (moment: string) => {
    const steps = { first: Date.parse(moment) * 1000, step: 10 * SECOND, count: 13 };
    const [read] = await via((ask) => askSeries(ask, place, RACKS, steps, ["dc_voltage"]));
    return [...(read?.series("dc_voltage").minutes ?? [])];
  };
  const six = (minute: number) => Array.from({ length: 6 }, () => minute);
  expect(await minutesFrom("2026-03-29T01:59:00+01:00")).toEqual([...six(119), ...six(180), 181]);
  expect(await minutesFrom("2026-10-25T02:59:00+02:00")).toEqual([...six(179), ...six(120), 121]);
  expect(await minutesFrom("2026-10-24T23:59:00+02:00")).toEqual([...six(1439), ...six(0), 1]);
});

describe("a forecast", () => {
  const origin = "2026-01-05T11:20:00";
  const steps: Steps = { ...gridOf("2026-01-05T10:20", origin), count: 361 };
  const at = { site: panli, bank: 1, rack: 3, steps, timeFormat: "iso", explain: true } as const;

  const textsOf = () =>
    via(async (ask) => {
      const sources = [{ bank: 1, rack: 3 }];
      const [read] = await askSeries(ask, PLACE, sources, steps, TARGET_NAMES);
      if (!read) throw new Error("no series");
      const origins = [300, 330, 360];
      const texts = TARGET_NAMES.flatMap((target) =>
        ([60, 600, 3600, "path"] as Horizon[]).map((horizon) => {
          const live = named(modelOf(target));
          const series = read.series(target);
          return [...forecastItems(series, origins, { ...at, target, horizon, live }).texts].join();
        }),
      );
      const models = new Map(SOS_TARGETS.map((name: TargetName) => [name, named(modelOf(name))]));
      const sos = { models, profile: PROFILES["41J"], seconds: 600, version: "1" };
      const unit = { currentUnitA: currentUnitA(panli) };
      texts.push(
        [...sosForecastItems(read.series, origins, { ...at, ...sos, ...unit }).texts].join(),
      );
      return texts;
    });

  test("is the same, byte for byte, whatever the rows after its origin say", async () => {
    const before = await textsOf();
    expect(before.join()).toContain('"ridge":');
    const columns = COLUMNS.slice(3).map((name) => `"${name}" = 4.2`);
    await world.query(
      `update rack set ${columns.join(", ")} where "TIMESTAMP" > $1::timestamptz and ("TIMESTAMP" < $2::timestamptz)`,
      [`${origin}+09:00`, "2026-01-05T11:40:00+09:00"],
    );
    await world.query(`delete from rack where "TIMESTAMP" >= $1::timestamptz`, [
      "2026-01-05T11:40:00+09:00",
    ]);
    expect(await textsOf()).toEqual(before);
    await world.query(
      `update rack set "RACK_MAX_CELL_VOLTAGE" = 3.3 where "TIMESTAMP" = $1::timestamptz`,
      [`${origin}+09:00`],
    );
    expect(await textsOf()).not.toEqual(before);
  });

  test("and needs no index: a table of others gives the same series", async () => {
    const same = await via((ask) => askSeries(ask, PLACE, RACKS, steps, TARGET_NAMES));
    await world.query("create schema others");
    await world.query("create table others.rack as select * from rack order by random()");
    const bare = await withClient(world.database.url, async (client) => {
      await client.query("set search_path = others");
      return askSeries(askVia(client), PLACE, RACKS, steps, TARGET_NAMES);
    });
    for (const target of TARGET_NAMES) {
      expect(bare.map(({ series }) => series(target))).toEqual(
        same.map(({ series }) => series(target)),
      );
    }
  });
});
