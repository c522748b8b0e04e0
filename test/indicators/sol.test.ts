import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitSarima, PUBLISHED_PARAMETERS } from "../../src/domain/indicators/sarima.ts";
import { explainSol, forecastSol, solPercent } from "../../src/domain/indicators/sol.ts";
import { fitTrend, forecastTrend } from "../../src/domain/indicators/trend.ts";
import { anyReading, numbersIn } from "./samples.ts";
import { SMOOTH, STAIR, STAIR_OF_273 } from "./series.ts";

const toSoh = (sol: readonly number[]): number[] => sol.map((value) => 80 + value / 5);

describe("the state of life", () => {
  it.each([
    [100, 100],
    [96, 80],
    [95.5, 77.5],
    [94.4, 72],
    [90, 50],
    [80, 0],
    [79.2, -4],
  ])("at SoH %d is %d, not cut off below 0", (soh, sol) => {
    expect(solPercent(soh)).toBeCloseTo(sol, 9);
  });
});

describe("the trend with an AR(1) residual", () => {
  it("of series A has the parameters and forecasts of the vector", () => {
    const fit = fitTrend(SMOOTH);
    expect(fit.intercept).toBeCloseTo(78.493607, 6);
    expect(fit.slope).toBeCloseTo(-0.019783, 6);
    expect(fit.ar).toBeCloseTo(0.597057, 6);
    const forecast = forecastTrend(fit, 365);
    expect(forecast[29]?.value).toBeCloseTo(76.732895, 5);
    expect(forecast[29]?.bottom).toBeCloseTo(76.683061, 5);
    expect(forecast[29]?.top).toBeCloseTo(76.78273, 5);
    expect(forecast[364]?.value).toBeCloseTo(70.105499, 5);
    expect(forecast[364]?.bottom).toBeCloseTo(69.886854, 5);
    expect(forecast[364]?.top).toBeCloseTo(70.324143, 5);
  });

  it("of series B has the parameters and forecasts of the vector", () => {
    const fit = fitTrend(STAIR);
    expect(fit.ar).toBeCloseTo(0.767335, 6);
    expect(fit.shockDeviation).toBeCloseTo(0.095157, 6);
    const forecast = forecastTrend(fit, 365);
    expect(forecast[0]?.value).toBeCloseTo(76.003713, 5);
    expect(forecast[0]?.bottom).toBeCloseTo(75.76671, 5);
    expect(forecast[364]?.value).toBeCloseTo(68.68556, 5);
    expect(forecast[364]?.top).toBeCloseTo(69.625148, 5);
  });

  it("finds a line without noise again, and no uncertainty in it", () => {
    const line = Array.from({ length: 40 }, (_, t) => 90 - 0.5 * t);
    const [first] = forecastTrend(fitTrend(line), 1);
    expect(first?.value).toBeCloseTo(70, 9);
    expect((first?.top ?? 1) - (first?.bottom ?? 0)).toBeCloseTo(0, 9);
  });

  it("keeps φ within 0 and 0.98", () => {
    expect(fitTrend(Array.from({ length: 300 }, (_, t) => t * t)).ar).toBe(0.98);
    const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 4 });
    fc.assert(
      fc.property(values, fc.boolean(), (y, level) => {
        const fit = fitTrend(y, level);
        expect(fit.ar).toBeGreaterThanOrEqual(0);
        expect(fit.ar).toBeLessThanOrEqual(0.98);
        expect(numbersIn(forecastTrend(fit, 10)).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe("the forecast of SoL", () => {
  it("is by SARIMA from 90 observed days, by trend from 30, and none before", () => {
    const model = (count: number) =>
      forecastSol(toSoh(STAIR_OF_273.slice(0, count)), 1)?.model.name;
    expect([29, 30, 89, 90, 273].map(model)).toEqual([
      undefined,
      // The staircase's first step down is after day 12, so that it falls from the start.
      "trend-ar1",
      "trend-ar1",
      "sarima",
      "sarima",
    ]);
  });

  it("takes σ² from the series' own innovations", () => {
    const forecast = forecastSol(toSoh(STAIR_OF_273), 30);
    const own = fitSarima(STAIR_OF_273).innovationVariance ?? Number.NaN;
    const { model } = forecast ?? {};
    expect(model?.name === "sarima" && model.parameters.variance).toBeCloseTo(own, 9);
    expect(own).not.toBeCloseTo(PUBLISHED_PARAMETERS.variance, 4);
    // The mean hardly depends on σ²: vector C.
    expect(forecast?.days[29]?.value).toBeCloseTo(72.61959, 3);
  });

  it("tells the day on which life ends, if that is within the days asked for", () => {
    const soh = toSoh(STAIR_OF_273);
    expect(forecastSol(soh, 3700)?.endOfLifeDay).toBeNull();
    const day = forecastSol(soh, 4000)?.endOfLifeDay ?? 0;
    expect(Math.abs(day - 3771)).toBeLessThanOrEqual(2);
  });

  it.each([
    ["constant", () => 100],
    ["constant but for the rounding of its means", (t: number) => 99.7 - 1e-13 * t],
    ["rising", (t: number) => 95 + t / 100],
  ])("of a %s SoH is flat and names no end of life", (_, soh) => {
    const forecast = forecastSol(
      Array.from({ length: 120 }, (_, t) => soh(t)),
      5000,
    );
    expect(forecast?.model.name).toBe("flat");
    expect(forecast?.endOfLifeDay).toBeNull();
    const last = forecast?.days.at(-1)?.value ?? 0;
    expect(forecast?.days.at(-1000)?.value).toBeCloseTo(last, 6);
  });

  it("names no end of a life that is over and does not age", () => {
    expect(forecastSol(Array(45).fill(79), 10)?.endOfLifeDay).toBeNull();
  });

  it("of any constant SoH is flat", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 700, max: 1000 }),
        fc.integer({ min: 30, max: 200 }),
        (soh, days) => {
          const forecast = forecastSol(Array(days).fill(soh / 10), 1);
          expect(forecast?.model.name).toBe("flat");
          expect(forecast?.days[0]).toMatchObject({ value: solPercent(soh / 10) });
        },
      ),
    );
  });

  it("of a constant SoH is that SoL", () => {
    const days = forecastSol(Array(45).fill(100), 3)?.days;
    expect(days).toEqual(Array(3).fill({ value: 100, bottom: 100, top: 100 }));
  });

  it("fills a missing or impossible day with the day before, and counts it", () => {
    const soh: (number | null)[] = toSoh(STAIR);
    const withHoles = soh.map((value, t) => (t === 50 ? null : t === 70 ? 6553.5 : value));
    const filled = soh.map((value, t) => (t === 50 ? soh[49] : t === 70 ? soh[69] : value));
    const forecast = forecastSol([null, ...withHoles, null, null], 30);
    expect(forecast).toMatchObject({ observedDays: 118, filledDays: 2 });
    const expected = forecastSol(filled as number[], 30);
    expect(forecast?.days[0]?.value).toBeCloseTo(expected?.days[0]?.value ?? Number.NaN, 9);
  });

  it("has only finite numbers with the value between its limits, whatever the days were", () => {
    const day = fc.oneof(anyReading, fc.double({ min: 70, max: 100, noNaN: true }));
    fc.assert(
      fc.property(fc.array(day, { minLength: 20, maxLength: 150 }), (soh) => {
        const forecast = forecastSol(soh, 50);
        expect(numbersIn(forecast?.days).every(Number.isFinite)).toBe(true);
        for (const { value, bottom, top } of forecast?.days ?? []) {
          expect(bottom).toBeLessThanOrEqual(value);
          expect(top).toBeGreaterThanOrEqual(value);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("the explanation of a forecast of SoL", () => {
  const told = (count: number) => {
    const forecast = forecastSol(toSoh(STAIR.slice(0, count)), 30);
    if (!forecast) throw new Error("no forecast");
    return { forecast, told: explainSol(forecast) };
  };

  it("by SARIMA leads to every day by shifts of the state", () => {
    const { forecast, told: explanation } = told(120);
    expect(explanation).toMatchObject({ basis: "estimated", version: "1", observed_days: 120 });
    const { state, feedback } = explanation.parameters as { state: number[]; feedback: number[] };
    let now = state;
    for (const { value } of forecast.days) {
      const [first = 0] = now;
      expect(first).toBeCloseTo(value, 9);
      now = now.map((_, i) => (now[i + 1] ?? 0) + (feedback[i] ?? 0) * first);
    }
  });

  it("by trend leads to value and limit by its formula", () => {
    const { forecast, told: explanation } = told(60);
    expect(explanation.method).toBe("sol-trend-ar1");
    const p = explanation.parameters as Record<string, number>;
    const [a = 0, b = 0, n = 0, ar = 0] = [p.intercept, p.slope, p.count, p.ar];
    const h = 7;
    const x = n - 1 + h;
    const value = a + b * x + ar ** h * (p.last_residual ?? 0);
    const variance =
      ((p.shock_deviation ?? 0) ** 2 * (1 - ar ** (2 * h))) / (1 - ar ** 2) +
      ((p.residual_deviation ?? 0) ** 2 *
        (1 / n + (x - (p.mean_t ?? 0)) ** 2 / (p.spread_t ?? 1)) *
        (1 + ar)) /
        (1 - ar);
    expect(forecast.days[h - 1]?.value).toBeCloseTo(value, 9);
    expect(forecast.days[h - 1]?.top).toBeCloseTo(value + 1.959964 * Math.sqrt(variance), 9);
  });

  it("says that no ageing shows where none does", () => {
    const flat = forecastSol(Array(40).fill(99.5), 1);
    expect(flat && explainSol(flat)).toMatchObject({ method: "sol-flat", end_of_life_day: null });
  });
});
