import { describe, expect, test } from "vitest";
import { cellAt } from "../../src/domain/forecast/climatology.ts";
import { HYPER, lambdaOf, learnDay, originsOf } from "../../src/domain/forecast/learn.ts";
import type { Moments } from "../../src/domain/forecast/moments.ts";
import { modelOf } from "../../src/domain/forecast/night.ts";
import { fitRidge } from "../../src/domain/forecast/ridge.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { batteryDay, sourceDayOf } from "./battery.ts";

const TARGET = "max_cell_temperature";
const TEN = 2;

describe("a day that is learnt", () => {
  const state = emptyState(TARGET);
  const day = sourceDayOf(batteryDay(1));
  learnDay(state, [day]);
  const first = state.horizons.map(({ moments }) => moments.map(({ rows }) => rows));
  const noon = cellAt(1, 1, 720); // charged
  const usual = state.horizons[TEN]?.climatology;
  const known = [usual?.days[noon], usual?.current[noon]] as [number, number];
  const model = modelOf(state, "bank");
  const before = state.horizons[TEN]?.moments.map(({ rows, sums }) => ({
    rows,
    sums: sums.clone(),
  }));
  learnDay(state, [day]);

  test("leaves nine tenths of what was known", () => {
    state.horizons.forEach(({ moments }, h) => {
      moments.forEach(({ rows }, regime) => {
        expect(rows).toBeCloseTo(1.9 * (first[h]?.[regime] ?? Number.NaN), 9);
      });
    });
  });

  test("adds to what is usual at its times, and leaves nine tenths of that too", () => {
    expect(known[0]).toBe(1);
    expect(usual?.days[noon]).toBeCloseTo(1.9, 12);
    expect(usual?.current[noon]).toBeCloseTo(1.9 * known[1], 12);
    expect(known[1]).not.toBe(0);
  });

  test("is believed the less the fewer there are", () => {
    expect([1, 2, 5, 7, 8, 100].map(lambdaOf)).toEqual([
      0.05,
      0.0125,
      0.002,
      0.05 / 49,
      0.001,
      0.001,
    ]);
    model.horizons[TEN]?.regimes.forEach((learnt, regime) => {
      const own = before?.[regime] as Moments;
      expect(learnt?.linear).toEqual(fitRidge(own, 0.05));
      expect(learnt?.linear).not.toEqual(fitRidge(own, HYPER.lambda));
    });
  });
});

describe("origins of a day", () => {
  /** A row each so many seconds. */
  const every = (seconds: number) => {
    const series = batteryDay(1);
    for (const values of [series.voltage, series.current, series.soc, series.target]) {
      values.forEach((_, k) => {
        // The step ends at 10 k; there is a row in it if one of the multiples lies in (10 k − 10, 10 k].
        if (Math.floor((10 * k) / seconds) === Math.floor((10 * k - 10) / seconds))
          values[k] = Number.NaN;
      });
    }
    return sourceDayOf(series);
  };

  test.each([1, 10, 15, 20, 30, 45, 60])(
    "there are of rows each %i s at every horizon",
    (seconds) => {
      for (const horizon of [60, 300, 600, 1800, 3600]) {
        expect(originsOf(every(seconds), horizon).length).toBeGreaterThan(900);
      }
    },
  );

  test("what has come must be as fresh as rows usually are: a gap is not learnt", () => {
    const series = batteryDay(1);
    const from = 360 + 5000;
    series.target.fill(Number.NaN, from, from + 3);
    const origins = originsOf(sourceDayOf(series), 600, { stride: 10 });
    for (const k of [from - 60, from - 59, from - 58]) expect(origins).not.toContain(k);
    expect(origins).toContain(from - 61);
    expect(origins).toContain(from - 57);
  });

  test("begin where they are told and keep their distance", () => {
    const day = sourceDayOf(batteryDay(1));
    const origins = originsOf(day, 600, { stride: 180, shift: 60 });
    expect(origins[0]).toBe(day.from + 6);
    expect(new Set(origins.slice(1).map((k, i) => k - (origins[i] as number)))).toEqual(
      new Set([18]),
    );
  });
});
