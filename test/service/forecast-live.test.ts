import { Matrix, solve } from "ml-matrix";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CURRENT_UNIT_C } from "../../src/domain/forecast/current.ts";
import { type TargetName, targetOf } from "../../src/domain/forecast/targets.ts";
import { EXTREMES, type LiveWorld, liveWorld, TODAY, V } from "./support/live.ts";
import { dayNumber, FIRST_DAY, learnableAt, type Unit } from "./support/training.ts";

/* Forecasts over HTTP by models that were really trained, against what the same code says in Node. */

type Item = {
  time: string;
  rack_id: number;
  values: Record<string, number>;
  version?: string;
  reason?: string;
  explain?: Record<string, unknown>;
};

const STATS = "/api/ess/stats/forecasting-";
const LIST = `${STATS}max-cell-voltage/operating-sites/2/banks/`;
const DAY = `date=${dayNumber(TODAY)}`;

let world: LiveWorld;
beforeAll(async () => {
  world = await liveWorld();
});
afterAll(() => world?.stop());

const items = (path: string) => world.json<Item[]>(path);
const address = (target: TargetName, [bank, rack]: Unit) =>
  `${STATS}${target.replaceAll("_", "-")}/operating-sites/2/banks/${bank}/${rack > 0 ? `racks/${rack}/` : ""}`;
/** Answers are rounded to a millionth of their unit. */
const ROUNDED = 0.5e-6 + 1e-9;

describe("the numbers of the worker are those of Node", () => {
  const cases: [TargetName, Unit, number][] = [
    [V, [1, 0], 600],
    [V, [1, 0], 60 * 17],
    [V, [1, 0], 3600],
    ...EXTREMES.map((target): [TargetName, Unit, number] => [target, [1, 2], 600]),
    [V, [1, 1], 1800],
  ];
  test.each(cases)("%s of %j, %i s ahead", async (target, unit, seconds) => {
    const query = `${DAY}&interval=1min&horizon=${seconds / 60}min`;
    const list = await items(`${address(target, unit)}?${query}`);
    const live = await world.model(unit[1], target);
    const { made } = await world.inNode(unit, target, live, [seconds]);
    const { value, low, high, reasons } = made.get(seconds) ?? {};
    const units = targetOf(target).unit === "V" ? 1000 : 1;
    let answered = 0;
    for (const { time, values, reason } of list) {
      const k = (Date.parse(time) - Date.parse(`${dayNumber(TODAY)}T00:00+09:00`)) / 10_000;
      expect(reason, time).toBe(reasons?.[k]);
      const numbers = [value, low, high].map((some) => (some?.[k] ?? Number.NaN) / units);
      const got = [values["ridge"], values["ridge_lower"], values["ridge_upper"]];
      numbers.forEach((number, i) => {
        const given = got[i] ?? Number.NaN;
        expect(Number.isNaN(given), time).toBe(Number.isNaN(number));
        if (Number.isNaN(number)) return;
        answered++;
        if (!(Math.abs(given - number) <= ROUNDED)) expect(given, time).toBe(number);
      });
    }
    expect(list.length).toBeGreaterThan(1400);
    expect(answered).toBeGreaterThan(3 * 1300);
  });
});

describe("linear, the original's recipe", () => {
  test("is there ten minutes ahead, also beside a reason, and nowhere else", async () => {
    const at = `start-time=${dayNumber(TODAY)}T12:00&end-time=${dayNumber(TODAY)}T12:01`;
    const has = async (more: string) =>
      (await items(`${LIST}1/?${at}&${more}`)).map(({ values }) => "linear" in values);
    expect(await has("")).toEqual(Array(6).fill(true));
    expect(await has("horizon=PT10M")).toEqual(Array(6).fill(true));
    expect(await has("horizon=11min")).toEqual(Array(6).fill(false));
    expect(await has("horizon=path")).toEqual(Array(6).fill(false));
    await serving("[false,false,false,false,false]", async () => {
      const [item] = await items(`${LIST}1/?${at}`);
      expect(item?.reason).toBe("not_better_than_persistence");
      expect(item?.values["ridge"]).toBeUndefined();
      expect(item?.values["linear"]).toBeTypeOf("number");
    });
  });

  test("is least squares on hour, minute, day, voltage, current, SoC and the value, of the days learnt", async () => {
    const rows = await world.query<Record<string, unknown>>(
      `select to_char(at, 'YYYY-MM-DD"T"HH24:MI') as at, extract(hour from at) as hour, extract(minute from at) as minute, extract(day from at) as day, "BANK_DC_VOLT" as volts,
         "BANK_DC_CURRENT" as amperes, "BANK_SOC" as soc, "MAX_CELL_VOLTAGE_OF_BANK" as now, at < $1::timestamp as learnt,
         lead("MAX_CELL_VOLTAGE_OF_BANK", 10) over (order by at) as came, lead(at, 10) over (order by at) - at = interval '10 min' as is_whole
       from (select *, "TIMESTAMP" at time zone 'Asia/Seoul' as at from bank) as bank order by at`,
      [dayNumber(TODAY)],
    );
    const unitA = 9 * world.site.rackCapacityAh * CURRENT_UNIT_C;
    const x = (row: Record<string, unknown>) =>
      [
        1,
        row["hour"],
        row["minute"],
        row["day"],
        (Number(row["volts"]) * 1000) / world.site.cellsInSeries,
        Number(row["amperes"]) / unitA,
        row["soc"],
        Number(row["now"]) * 1000,
      ].map(Number);
    const learnt = rows.filter((row) => row["learnt"] && row["is_whole"]);
    const weights = solve(
      new Matrix(learnt.map(x)),
      Matrix.columnVector(learnt.map((row) => Number(row["came"]) * 1000)),
    ).to1DArray();
    const list = await items(`${LIST}1/?${DAY}&interval=1h`);
    expect(list).toHaveLength(24);
    for (const { time, values } of list) {
      const row = rows.find((one) => !one["learnt"] && one["at"] === time.slice(0, 16));
      const expected = x(row ?? {}).reduce((sum, value, j) => sum + value * (weights[j] ?? 0), 0);
      expect(Math.abs((values["linear"] ?? 0) - expected / 1000), time).toBeLessThan(5e-5);
    }
  });
});

/** What is served of the bank's highest cell voltage, for as long as `work` takes. */
async function serving(served: string, work: () => Promise<void>): Promise<void> {
  const where = "where component = 'bank' and target = 'max_cell_voltage'";
  const [before] = await world.known<{ served: boolean[] }>(
    `select served from forecast_target ${where}`,
  );
  await world.known(`update forecast_target set served = $1 ${where}`, [served]);
  try {
    await work();
  } finally {
    await world.known(`update forecast_target set served = $1 ${where}`, [
      JSON.stringify(before?.served),
    ]);
  }
}

describe("which model answers", () => {
  test.for([
    [3, 2, false],
    [2, 1, false],
    // Nothing else is kept that is of two days.
    [1, 2, true],
  ] as const)("day %i: the one trained to day %i; knows: %s", async ([n, to, knows]) => {
    const query = `start-time=${dayNumber(n)}T12:00&end-time=${dayNumber(n)}T12:00:10&explain=1`;
    const response = await fetch(`${world.worker.url}${LIST}1/?${query}`);
    const [item] = (await response.json()) as Item[];
    const live = await world.model(0, V, n);
    expect(item?.explain).toMatchObject({
      method: "ridge",
      trained_to: dayNumber(to),
      knows,
      model: live.version,
    });
    expect(live).toMatchObject({ trainedFrom: FIRST_DAY, trainedTo: dayNumber(to), knows });
    expect(response.headers.get("ess-method")).toContain(`version=${live.version}`);
  });

  test("a horizon that is not served says so, others answer", async () => {
    await serving("[false,true,false,true,true]", async () => {
      const at = `start-time=${dayNumber(TODAY)}T12:00&end-time=${dayNumber(TODAY)}T12:00:10`;
      const reason = async (horizon: number) =>
        (await items(`${LIST}1/?${at}&horizon=${horizon}min`))[0]?.reason;
      expect(await Promise.all([1, 5, 6, 10, 11, 30, 60].map(reason))).toEqual([
        "not_better_than_persistence",
        undefined,
        "not_better_than_persistence",
        "not_better_than_persistence",
        undefined,
        undefined,
        undefined,
      ]);
    });
  });

  test("origin=latest is the item of the newest row", async () => {
    for (const place of ["1/", "1/racks/"]) {
      const latest = await items(`${LIST}${place}?origin=latest`);
      const list = await items(
        `${LIST}${place}?start-time=${dayNumber(TODAY)}T23:59&end-time=${dayNumber(TODAY + 1)}`,
      );
      expect(latest.length).toBeGreaterThan(0);
      expect(latest[0]?.values["ridge"]).toBeTypeOf("number");
      expect(latest).toEqual(list.filter(({ time }) => time === latest[0]?.time));
    }
  });
});

describe("the day ahead", () => {
  test("is the model's for an hour, a mixture for another, and analogs then", async () => {
    const origin = `${dayNumber(TODAY)}T12:30`;
    type Ahead = { values: { analog_day: number[] }; explain: { model?: string } };
    const ahead = "/api/ess/stats/multi-step-forecasting-max-cell-voltage/operating-sites/2/banks/";
    const of = () => world.json<Ahead[]>(`${ahead}1/?origin=${origin}&explain=1`);
    const [mixed] = await of();
    const query = `start-time=${origin}&end-time=${origin}:10&horizon=path`;
    const [item] = await items(`${LIST}1/?${query}`);
    const path = item?.values["ridge"] as unknown as (number | null)[];
    let pure: Ahead | undefined;
    await serving("[false,false,false,false,false]", async () => {
      [pure] = await of();
    });
    const [day, analogs] = [mixed?.values.analog_day ?? [], pure?.values.analog_day ?? []];
    expect(day).toHaveLength(144);
    for (let step = 0; step < 144; step++) {
      const direct = path[Math.min(60, 5 + 10 * step)] ?? Number.NaN;
      const share = Math.min(1, Math.max(0, (11 - step) / 6));
      const expected = share * direct + (1 - share) * (analogs[step] ?? Number.NaN);
      expect(Math.abs((day[step] ?? 0) - expected), `step ${step}`).toBeLessThan(1.5e-4);
    }
    expect(day[3]).not.toBe(analogs[3]);
    expect(JSON.stringify(mixed?.explain)).toContain((await world.model(0, V)).version);
    expect(JSON.stringify(pure?.explain)).not.toContain((await world.model(0, V)).version);
  });
});

test("the state of safety is forecast from the four extremes", async () => {
  const path = `${STATS}rack-sos/operating-sites/2/banks/1/racks/2/`;
  const at = `start-time=${dayNumber(TODAY)}T12:00&end-time=${dayNumber(TODAY)}T12:05`;
  const list = await items(`${path}?${at}&interval=1min&explain=1`);
  expect(list).toHaveLength(5);
  const own = await Promise.all(
    EXTREMES.map((target) => items(`${address(target, [1, 2])}?${at}&interval=1min`)),
  );
  const versions: unknown[] = [];
  for (const target of EXTREMES) versions.push((await world.model(2, target)).version);
  list.forEach(({ values, version, explain, reason }, i) => {
    expect(reason).toBeUndefined();
    expect(version).toMatch(/^ridge-[0-9a-f]{16}$/);
    expect(explain?.["models"]).toEqual(
      Object.fromEntries(EXTREMES.map((name, j) => [name, versions[j]])),
    );
    const { ridge = Number.NaN, ridge_lower: lower = Number.NaN, ridge_upper: upper = 0 } = values;
    expect(lower).toBeLessThanOrEqual(ridge);
    expect(ridge).toBeLessThanOrEqual(upper);
    const used = explain?.["forecasts"] as Record<string, { value: number }>;
    EXTREMES.forEach((name, j) => {
      expect(used[name]?.value).toBeCloseTo(own[j]?.[i]?.values["ridge"] ?? Number.NaN, 5);
    });
  });
});

test("what comes after an origin is not looked at, on no address", async () => {
  const at = `${dayNumber(TODAY)}T12:30`;
  const range = `start-time=${at}&end-time=${at}:10&explain=1`;
  const asked = [
    `${LIST}1/?${range}`,
    `${LIST}1/?${range}&horizon=path`,
    `${LIST}1/racks/?${range}`,
    `${STATS}rack-sos/operating-sites/2/banks/1/racks/?${range}`,
    `${LIST.replace("forecasting", "multi-step-forecasting")}1/?origin=${at}&explain=1`,
  ];
  const before = await Promise.all(asked.map(items));
  for (const list of before) expect(list.length).toBeGreaterThan(0);
  const after = `where "TIMESTAMP" > '${at}+09'`;
  await world.query(`update bank set "BANK_DC_VOLT" = 800, "BANK_DC_CURRENT" = -200, "BANK_SOC" = 3,
    "MAX_CELL_VOLTAGE_OF_BANK" = 3.4, "MIN_CELL_VOLTAGE_OF_BANK" = 3.3 ${after}`);
  await world.query(`update rack set "RACK_VOLTAGE" = 800, "RACK_CURRENT" = -30, "RACK_SOC" = 3,
    "RACK_MAX_CELL_VOLTAGE" = 3.4, "RACK_MIN_CELL_VOLTAGE" = 3.3, "RACK_MAX_CELL_TEMPERATURE" = 41 ${after}`);
  expect(await Promise.all(asked.map(items))).toEqual(before);
  const [later] = await items(`${LIST}1/?start-time=${at}:50&end-time=${at.slice(0, -2)}31:00`);
  expect(later?.values["observed"]).toBeNull();
});

test("a column of nothing but NULL is forecast by holding, or not at all, and teaches nothing", async () => {
  const asked = `${LIST}1/?start-time=${dayNumber(TODAY)}T11:00&end-time=${dayNumber(TODAY)}T11:00:10`;
  await world.query(`update bank set "BANK_SOC" = null`);
  expect(await items(asked)).toMatchObject([
    { reason: "missing_inputs", values: { persistence: expect.any(Number) } },
  ]);
  const before = await world.model(0, V);
  const { failed } = await world.run(learnableAt(TODAY));
  expect(failed).toEqual([]);
  const [kept] = await world.known<object>(
    "select through::text as through, latest from forecast_target where component = 'bank' and target = $1",
    [V],
  );
  expect(kept).toEqual({ through: dayNumber(TODAY), latest: before.number });
  await world.query(`update bank set "MAX_CELL_VOLTAGE_OF_BANK" = null`);
  expect(await items(asked)).toEqual([]);
});
