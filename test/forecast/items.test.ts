import { describe, expect, test } from "vitest";
import { forecastItems, type Horizon, type NamedModel } from "../../src/domain/forecast/items.ts";
import type { Model } from "../../src/domain/forecast/model.ts";
import { forecast } from "../../src/domain/forecast/predict.ts";
import { prepare, readiness, type Series } from "../../src/domain/forecast/series.ts";
import { TARGET_NAMES, type TargetName } from "../../src/domain/forecast/targets.ts";
import { modelOf, named, STEPS, seriesOf } from "./support.ts";

const COUNT = 900;
const ORIGINS = Array.from({ length: COUNT - 360 }, (_, i) => 360 + i);
const CELLS = 240;

type Item = {
  time: string;
  values: Record<string, number | null> & { time?: string[] };
  reason?: string;
  explain?: Record<string, unknown>;
};
type Path = { time: string[] } & Record<string, (number | null)[]>;
type Options = {
  horizon?: Horizon;
  model?: Model | undefined;
  origins?: readonly number[];
  explain?: boolean;
  rack?: number;
};

const textOf = (series: Series, target: TargetName, options: Options = {}) => {
  const { horizon = 600, origins = ORIGINS, explain = false, rack = 3 } = options;
  const model = "model" in options ? options.model : modelOf(target);
  const live: NamedModel | undefined = model && named(model, "v1");
  const items = forecastItems(series, origins, {
    site: { id: 2, timeZone: "Asia/Seoul", cellsInSeries: CELLS },
    bank: 1,
    rack,
    steps: STEPS(COUNT),
    timeFormat: "iso",
    explain,
    target,
    horizon,
    live,
  });
  return { rows: items.rows, text: [...items.texts].join(",") };
};
const itemsOf = (series: Series, target: TargetName, options: Options = {}): Item[] =>
  JSON.parse(`[${textOf(series, target, options).text}]`) as Item[];
const whole = (target: TargetName) => seriesOf(target, COUNT, { missing: 0 });
const pathOf = (item: Item | undefined) => item?.values as unknown as Path;

describe.each(TARGET_NAMES)("items of %s", (target) => {
  const series = seriesOf(target, COUNT);
  const inputs = prepare(series);
  const factor = target.endsWith("temperature") || target === "cell_temperature_gap" ? 1 : 1000;
  const units = target === "dc_voltage" ? 1000 / CELLS : factor;

  test("are the forecasts in the unit of the answers, in their order of keys", () => {
    const items = itemsOf(series, target);
    const [made] = forecast(modelOf(target), inputs, ORIGINS, [600], "1-3");
    expect(items).toHaveLength(ORIGINS.length);
    expect(Object.keys(items[0] ?? {}).join()).toMatch(
      /^time,operating_site,bank_id,rack_id,values/,
    );
    let answered = 0;
    for (const [i, { values, reason }] of items.entries()) {
      const k = ORIGINS[i] as number;
      expect(reason).toBe(made?.reasons[i]);
      const observed = series.target[k] as number;
      if (Number.isNaN(observed)) expect(values["observed"]).toBeNull();
      else expect(values["observed"]).toBeCloseTo(observed / units, 5);
      expect(values["persistence"]).toBeCloseTo((inputs.target[k] as number) / units, 5);
      if (reason) {
        expect(Object.keys(values)).toEqual(["observed", "persistence"]);
        continue;
      }
      answered++;
      const keys = ["observed", "ridge", "ridge_lower", "ridge_upper", "persistence"];
      expect(Object.keys(values)).toEqual(keys);
      expect(values["ridge"]).toBeCloseTo((made?.value[i] as number) / units, 5);
      expect(values["ridge_lower"]).toBeCloseTo((made?.low[i] as number) / units, 5);
      expect(values["ridge_upper"]).toBeCloseTo((made?.high[i] as number) / units, 5);
    }
    expect(answered).toBeGreaterThan(500);
  });

  test("tell nothing of what comes after their origin", () => {
    for (const horizon of [600, 60, 3600, "path"] as const) {
      const before = textOf(series, target, { horizon, origins: ORIGINS.filter((k) => k <= 600) });
      const changed = { ...series };
      for (const channel of ["voltage", "current", "soc", "target"] as const) {
        changed[channel] = series[channel].map((value, k) =>
          k <= 600 ? value : k % 7 ? 1e6 : Number.NaN,
        );
      }
      const after = textOf(changed, target, { horizon, origins: ORIGINS.filter((k) => k <= 600) });
      expect(after).toEqual(before);
    }
  });
});

test("an origin is the sum of its parts: two lists of origins are one", () => {
  const series = seriesOf("max_cell_voltage", COUNT);
  const some = (origins: number[]) => itemsOf(series, "max_cell_voltage", { origins });
  const [left, right] = [ORIGINS.slice(0, 250), ORIGINS.slice(250)];
  expect([...some(left), ...some(right)]).toEqual(some(ORIGINS));
});

describe("reasons", () => {
  const series = whole("max_cell_voltage");

  test.for([
    ["no_model", undefined],
    ["no_model", { ...modelOf("max_cell_voltage"), horizons: [] }],
    ["not_better_than_persistence", modelOf("max_cell_voltage", () => ({ isServed: false }))],
    [
      "regime_unknown",
      modelOf("max_cell_voltage", () => ({ regimes: [undefined, undefined, undefined] })),
    ],
  ] as const)("%s leaves only what was observed, and its persistence", ([reason, model]) => {
    for (const horizon of [600, 1200, "path"] as const) {
      const items = itemsOf(series, "max_cell_voltage", { horizon, model });
      expect(items).toHaveLength(ORIGINS.length);
      for (const item of items) {
        expect(item.reason).toBe(reason);
        expect(Object.keys(item.values).filter((key) => key !== "time")).toEqual([
          "observed",
          "persistence",
        ]);
      }
    }
  });

  test("inputs that are too old are said to be; what no value is known of is left out", () => {
    const gap = whole("max_cell_voltage");
    for (const channel of ["voltage", "current", "soc", "target"] as const) {
      gap[channel].fill(Number.NaN, 500, 600);
    }
    const items = itemsOf(gap, "max_cell_voltage");
    const at = (k: number) => items.find(({ time }) => time === timeOf(k));
    expect(at(499)?.reason).toBeUndefined();
    expect(at(505)).toMatchObject({ values: { observed: null, ridge: expect.any(Number) } });
    expect(at(506)?.reason).toBe("stale_inputs");
    expect(at(559)).toMatchObject({ reason: "stale_inputs" });
    expect(at(560)).toBeUndefined();
    expect(at(599)).toBeUndefined();
    expect(at(600)?.reason).toBeUndefined();
    expect(textOf(gap, "max_cell_voltage").rows).toBe(items.length);
    const noCurrent = whole("max_cell_voltage");
    noCurrent.current.fill(Number.NaN, 500);
    expect(itemsOf(noCurrent, "max_cell_voltage").at(-1)?.reason).toBe("missing_inputs");
  });
});

const timeOf = (k: number) =>
  new Date(STEPS(1).first / 1000 + k * 10_000 + 9 * 3_600_000)
    .toISOString()
    .replace(".000Z", "+09:00");

describe("between the horizons of the model", () => {
  const series = whole("max_cell_voltage");
  const ridge = (horizon: number) =>
    itemsOf(series, "max_cell_voltage", { horizon, origins: [500] })[0]?.values["ridge"] as number;
  const held =
    itemsOf(series, "max_cell_voltage", { origins: [500] })[0]?.values["persistence"] ?? 0;

  test.for([
    [660, 600, 1800],
    [1200, 600, 1800],
    [1740, 600, 1800],
    [120, 60, 300],
    [2400, 1800, 3600],
  ] as const)("%i s lies on the line from %i s to %i s", ([seconds, before, after]) => {
    const part = (seconds - before) / (after - before);
    expect(ridge(seconds)).toBeCloseTo(ridge(before) * (1 - part) + ridge(after) * part, 5);
  });

  test("a path begins with the value itself and is made of the forecasts of its minutes", () => {
    const [item] = itemsOf(series, "max_cell_voltage", { horizon: "path", origins: [500] });
    const { time, ridge: line = [], ridge_lower: low = [], ridge_upper: high = [] } = pathOf(item);
    expect(Object.keys(item?.values ?? {})).toEqual([
      "observed",
      "persistence",
      "time",
      "ridge",
      "ridge_lower",
      "ridge_upper",
    ]);
    for (const values of [time, line, low, high]) expect(values).toHaveLength(61);
    expect(time[0]).toBe(item?.time);
    expect(time[60]).toBe(timeOf(500 + 360));
    expect([line[0], low[0], high[0]]).toEqual([held, held, held]);
    for (let minute = 1; minute <= 60; minute++) expect(line[minute]).toBe(ridge(minute * 60));
    for (let minute = 1; minute <= 60; minute++) {
      expect(low[minute]).toBeLessThan(line[minute] as number);
      expect(high[minute]).toBeGreaterThan(line[minute] as number);
    }
  });

  test("a path is open where a horizon of its own would be refused", () => {
    const model = modelOf("max_cell_voltage", ({ seconds }) => ({
      isServed: seconds === 300 || seconds === 1800,
    }));
    const options = { model, origins: [500] } as const;
    const [item] = itemsOf(series, "max_cell_voltage", { ...options, horizon: "path" });
    const line = pathOf(item)["ridge"] ?? [];
    line.forEach((value, minute) => {
      if (minute === 0) return;
      const [alone] = itemsOf(series, "max_cell_voltage", { ...options, horizon: minute * 60 });
      expect(value, `minute ${minute}`).toBe(alone?.values["ridge"] ?? null);
    });
    expect(line.map((value) => value !== null)).toEqual(
      line.map(
        (_, minute) => minute === 0 || (minute > 1 && minute <= 5) || (minute > 10 && minute <= 30),
      ),
    );
  });
});

test("a horizon that the model does not reach has no model", () => {
  const model = modelOf("max_cell_voltage");
  const near = { ...model, horizons: model.horizons.filter(({ seconds }) => seconds <= 600) };
  const series = whole("max_cell_voltage");
  const reason = (horizon: number) =>
    itemsOf(series, "max_cell_voltage", { model: near, horizon, origins: [500] })[0]?.reason;
  expect([reason(600), reason(660)]).toEqual([undefined, "no_model"]);
});

test("a path that is unknown in part is a path with a part left open", () => {
  const model = modelOf("max_cell_voltage", ({ seconds, regimes }) => ({
    regimes: seconds === 60 ? [undefined, undefined, undefined] : regimes,
  }));
  const options = { horizon: "path", model, origins: [500] } as const;
  const [item] = itemsOf(whole("max_cell_voltage"), "max_cell_voltage", options);
  expect(item?.reason).toBeUndefined();
  const line = pathOf(item)["ridge"] ?? [];
  expect(line[1]).toBeNull();
  expect(line.filter((value) => value === null)).toHaveLength(1);
});

test("limits that are not known are left out", () => {
  const series = whole("max_cell_temperature");
  const model = modelOf("max_cell_temperature", ({ intervals }) => ({
    intervals: { ...intervals, low: intervals.low.map(() => Number.NaN) },
  }));
  for (const horizon of [600, "path"] as const) {
    const [item] = itemsOf(series, "max_cell_temperature", { model, horizon, origins: [500] });
    expect(Object.keys(item?.values ?? {})).toContain("ridge");
    expect(Object.keys(item?.values ?? {})).toContain("ridge_upper");
    expect(Object.keys(item?.values ?? {})).not.toContain("ridge_lower");
  }
});

test("racks have offsets of their own", () => {
  const series = whole("max_cell_temperature");
  const ridge = (rack: number) =>
    itemsOf(series, "max_cell_temperature", { rack, origins: [500] })[0]?.values["ridge"] ?? 0;
  const regime =
    (series.current[500] as number) > 0.06 ? 1 : (series.current[500] as number) < -0.06 ? 2 : 0;
  expect(ridge(3) - ridge(4)).toBeCloseTo(((regime + 1) / 10) * 0.2, 5);
});

describe("explain", () => {
  test("says how a forecast was made, and of temperatures and gaps what a sensor would show", () => {
    const series = whole("max_cell_temperature");
    const [item] = itemsOf(series, "max_cell_temperature", { explain: true, origins: [500] });
    const ridge = item?.values["ridge"] as number;
    expect(item?.explain).toEqual({
      method: "ridge",
      version: "v1",
      basis: "estimated",
      formula: expect.stringContaining("bias + weights * inputs"),
      target: "max_cell_temperature",
      unit: "degC",
      horizon_seconds: 600,
      regime: expect.stringMatching(/^(rest|charge|discharge)$/),
      readiness: "full",
      inputs_age_seconds: 0,
      model: "v1",
      trained_to: "2026-01-04",
      knows: false,
      rounded: expect.closeTo(ridge, 1),
    });
    const rounded = item?.explain?.["rounded"] as number;
    expect(rounded).toBe(Number(rounded.toFixed(1)));
    const gap = itemsOf(whole("cell_voltage_gap"), "cell_voltage_gap", { explain: true })[0];
    const gapRounded = gap?.explain?.["rounded"] as number;
    expect(gapRounded).toBe(Number(gapRounded.toFixed(3)));
    const path = { explain: true, horizon: "path", origins: [500] } as const;
    const along = itemsOf(series, "max_cell_temperature", path)[0]?.explain?.["rounded"];
    expect(along).toHaveLength(61);
    const voltage = itemsOf(whole("dc_voltage"), "dc_voltage", { explain: true })[0]?.explain;
    expect(voltage).not.toHaveProperty("rounded");
  });

  test("tells a forecast without history from one with it, and from none", () => {
    const series = whole("max_cell_voltage");
    for (const channel of ["voltage", "current", "soc", "target"] as const) {
      series[channel].fill(Number.NaN, 0, 380);
    }
    const items = itemsOf(series, "max_cell_voltage", { explain: true });
    expect(readiness(prepare(series), 400)).toBe("instant");
    expect(items[0]?.time).toBe(timeOf(380));
    expect(items[20]?.explain).toMatchObject({ method: "ridge-instant", readiness: "instant" });
    expect(items.at(-1)?.explain).toMatchObject({ method: "ridge", readiness: "full" });
    const none = itemsOf(series, "max_cell_voltage", { explain: true, model: undefined })[20];
    expect(none?.explain).toMatchObject({ method: "persistence", version: "1", model: null });
    expect(none?.explain).not.toHaveProperty("rounded");
  });
});
