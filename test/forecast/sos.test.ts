import { describe, expect, test } from "vitest";
import type { NamedModel } from "../../src/domain/forecast/items.ts";
import {
  type Outlook,
  outlookScore,
  SOS_TARGETS,
  sosForecastItems,
  sosSpan,
  sosVersion,
} from "../../src/domain/forecast/sos.ts";
import type { TargetName } from "../../src/domain/forecast/targets.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { stateOfSafety } from "../../src/domain/indicators/sos.ts";
import { modelOf, named, STEPS, seriesOf } from "./support.ts";

/** Vectors of the definition: max V, min V, max T, min T, I, and the score with the published constants. */
const VECTORS = [
  [4.06, 4.041, 39.2, 32.1, 12, 0.710137],
  [3.42, 3.26, 36, 28, -35, 0.924482],
  [4.12, 3.75, 51, 30.5, 96, 0.090276],
] as const;
type Extremes = readonly [number, number, number, number];
const outlook = ([maxV, minV, maxT, minT]: Extremes): Outlook => ({
  max_cell_voltage: maxV,
  min_cell_voltage: minV,
  max_cell_temperature: maxT,
  min_cell_temperature: minT,
});
const PUBLISHED = PROFILES.published;

describe("the state of safety of an outlook", () => {
  test.for(VECTORS)(
    "%f V, %f V, %f °C, %f °C, %f A is %f",
    ([maxV, minV, maxT, minT, I, score]) => {
      expect(outlookScore(outlook([maxV, minV, maxT, minT]), I, PUBLISHED)).toBeCloseTo(score, 6);
    },
  );

  test("takes a lowest above the highest for no gap", () => {
    expect(outlookScore(outlook([3.7, 3.71, 25, 26]), 0, PUBLISHED)).toBe(1);
  });

  test("uses gaps that were forecast instead of the differences", () => {
    const own = { ...outlook([3.9, 3.6, 30, 25]), cell_voltage_gap: 0.02 };
    expect(outlookScore(own, 0, PUBLISHED)).toBe(1);
    expect(outlookScore(outlook([3.9, 3.6, 30, 25]), 0, PUBLISHED)).toBeCloseTo(0.8, 6);
    const wide = { ...outlook([3.9, 3.89, 30, 25]), cell_temperature_gap: 20 };
    expect(outlookScore(wide, 0, PUBLISHED)).toBeCloseTo(0.8, 6);
  });

  test("lies between those of the unfavourable and of the favourable ends", () => {
    const span = (value: number, half: number) => ({
      value,
      low: value - half,
      high: value + half,
    });
    for (const [maxV, minV, maxT, minT, current, score] of VECTORS) {
      const spans = {
        max_cell_voltage: span(maxV, 0.01),
        min_cell_voltage: span(minV, 0.01),
        max_cell_temperature: span(maxT, 0.5),
        min_cell_temperature: span(minT, 0.5),
      };
      const { value, low, high } = sosSpan(spans, current, PUBLISHED);
      expect(value).toBeCloseTo(score, 6);
      const worst = outlook([maxV + 0.01, minV - 0.01, maxT + 0.5, minT - 0.5]);
      const best = outlook([maxV - 0.01, minV + 0.01, maxT - 0.5, minT + 0.5]);
      expect(low).toBeCloseTo(outlookScore(worst, current, PUBLISHED), 9);
      expect(high).toBeCloseTo(outlookScore(best, current, PUBLISHED), 9);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });

  test("has no limits where those of a forecast are not known", () => {
    const spans = Object.fromEntries(
      Object.entries(outlook([4.06, 4.04, 39, 32])).map(([name, value]) => [
        name,
        { value, low: Number.NaN, high: value },
      ]),
    ) as Parameters<typeof sosSpan>[0];
    expect(sosSpan(spans, 0, PUBLISHED).low).toBeNaN();
  });
});

describe("items of the state of safety", () => {
  const COUNT = 900;
  const CURRENT_UNIT = 25; // so that currents lower the score
  const origins = Array.from({ length: COUNT - 360 }, (_, i) => 360 + i);
  const all = new Map(SOS_TARGETS.map((name) => [name, seriesOf(name, COUNT, { seed: 5 })]));
  const seriesFor = (name: TargetName) => {
    const series = all.get(name);
    if (!series) throw new Error(name);
    return series;
  };
  const modelsOf = (names: readonly TargetName[]) =>
    new Map<TargetName, NamedModel>(names.map((name) => [name, named(modelOf(name), `${name} 1`)]));
  const make = (models: Map<TargetName, NamedModel>, explain = false, seconds = 600) => {
    const items = sosForecastItems(seriesFor, origins, {
      site: { id: 2, timeZone: "Asia/Seoul", cellsInSeries: 240 },
      bank: 1,
      rack: 3,
      steps: STEPS(COUNT),
      timeFormat: "iso",
      explain,
      models,
      profile: PUBLISHED,
      seconds,
      currentUnitA: CURRENT_UNIT,
      version: "v",
    });
    return JSON.parse(`[${[...items.texts].join(",")}]`) as {
      time: string;
      values: Record<string, number | null>;
      version: string;
      reason?: string;
      explain?: { forecasts?: Record<string, { value: number }>; current_a: number };
    }[];
  };

  test("are the score of the forecasts that they explain, the current held", () => {
    const items = make(modelsOf(SOS_TARGETS), true).filter(({ reason }) => !reason);
    expect(items.length).toBeGreaterThan(300);
    for (const { values, explain, ...item } of items) {
      expect(Object.keys(item)).toEqual([
        "time",
        "operating_site",
        "bank_id",
        "rack_id",
        "version",
      ]);
      const own = Object.fromEntries(
        Object.entries(explain?.forecasts ?? {}).map(([name, { value }]) => [name, value]),
      ) as Outlook;
      expect(Object.keys(own).toSorted()).toEqual(SOS_TARGETS.toSorted());
      expect(values["ridge"]).toBeCloseTo(outlookScore(own, explain?.current_a ?? 0, PUBLISHED), 5);
      expect(values["ridge_lower"]).toBeLessThanOrEqual(values["ridge"] ?? 0);
      expect(values["ridge_upper"]).toBeGreaterThanOrEqual(values["ridge"] ?? 0);
    }
  });

  test("hold the score of the newest complete sample, and observe that of a complete one", () => {
    let held: number | undefined;
    const expected = new Map<
      string,
      { observed: number | null; persistence: number | undefined }
    >();
    for (let k = 0; k < COUNT; k++) {
      const at = (name: TargetName, units: number) => (seriesFor(name).target[k] as number) / units;
      const sos = stateOfSafety(
        {
          maxCellVoltageV: at("max_cell_voltage", 1000),
          minCellVoltageV: at("min_cell_voltage", 1000),
          cellVoltageGapV: at("cell_voltage_gap", 1000),
          currentA: (seriesFor("max_cell_voltage").current[k] as number) * CURRENT_UNIT,
          maxCellTemperatureC: at("max_cell_temperature", 1),
          minCellTemperatureC: at("min_cell_temperature", 1),
          cellTemperatureGapC: at("cell_temperature_gap", 1),
        },
        PUBLISHED,
      );
      if (sos) held = sos.score;
      const time = new Date(STEPS(1).first / 1000 + k * 10_000 + 9 * 3_600_000);
      expected.set(time.toISOString().replace(".000Z", "+09:00"), {
        observed: sos?.score ?? null,
        persistence: held,
      });
    }
    const items = make(modelsOf([]));
    expect(items).toHaveLength(origins.length);
    expect(items.some(({ values }) => values["observed"] === null)).toBe(true);
    for (const { time, values } of items) {
      const want = expected.get(time);
      if (want?.observed == null) expect(values["observed"]).toBeNull();
      else expect(values["observed"]).toBeCloseTo(want.observed, 5);
      expect(values["persistence"]).toBeCloseTo(want?.persistence ?? Number.NaN, 5);
    }
  });

  test("need a model of each extreme, and do without those of the gaps", () => {
    const [first, ...others] = SOS_TARGETS;
    for (const item of make(modelsOf(others))) {
      expect(item.reason).toBe("no_model");
      expect(Object.keys(item.values)).toEqual(["observed", "persistence"]);
    }
    const extremes = SOS_TARGETS.filter((name) => !name.endsWith("gap"));
    expect(extremes).toContain(first);
    const items = make(modelsOf(extremes), true).filter(({ reason }) => !reason);
    expect(items.length).toBeGreaterThan(300);
    expect(Object.keys(items[0]?.explain?.forecasts ?? {})).toEqual(extremes);
  });

  test("have a version of at most 50 characters that changes with any of the models", async () => {
    const models = modelsOf(SOS_TARGETS);
    const version = await sosVersion(models);
    expect(version).toMatch(/^ridge-[0-9a-f]{16}$/);
    for (const [name, live] of models) {
      const changed = new Map(models).set(name, { ...live, version: "2" });
      expect(await sosVersion(changed), name).not.toBe(version);
    }
    expect(await sosVersion(new Map())).toBe("persistence");
  });
});
