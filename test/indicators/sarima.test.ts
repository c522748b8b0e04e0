import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  fitSarima,
  forecastSarima,
  PUBLISHED_PARAMETERS,
  type SarimaParameters,
  STATE_SIZE,
} from "../../src/domain/indicators/sarima.ts";
import { firstDayAtOrBelow } from "../../src/domain/indicators/sol.ts";
import { numbersIn } from "./samples.ts";
import { SMOOTH, STAIR, STAIR_OF_273 } from "./series.ts";

/** Days ahead: value, bottom, top, of a version of the recursion made apart; C stands for the notebook's series. [D] */
const VECTORS: [string, readonly number[], [number, number, number, number][]][] = [
  [
    "A, a line with a season of 12 days",
    SMOOTH,
    [
      [13, 77.03, 76.603536, 77.456464],
      [30, 76.717273, 76.170513, 77.264033],
      [365, 70.011821, 66.557234, 73.466407],
    ],
  ],
  [
    "B, a staircase of 120 days",
    STAIR,
    [
      [1, 76.038306, 75.845325, 76.231287],
      [12, 75.936086, 75.597581, 76.274591],
      [30, 75.442575, 75.079587, 75.805564],
      [365, 68.907849, 67.691992, 70.123706],
    ],
  ],
  [
    "C, a staircase of 273 days",
    STAIR_OF_273,
    [
      [1, 73.042627, 72.853434, 73.23182],
      [30, 72.61959, 72.293537, 72.945642],
      [365, 66.134084, 65.352963, 66.915205],
      [1826, 37.757382, 32.657957, 42.856808],
    ],
  ],
];

type Matrix = number[][];
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    (b[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * (b[k]?.[j] ?? 0), 0)),
  );
const transpose = (a: Matrix): Matrix => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0));
const entry = (a: Matrix, i: number, j: number): number => a[i]?.[j] ?? Number.NaN;

/** The same filter with whole matrices, as the textbook has it. */
function denseForecast(y: readonly number[], days: number, { ar, ma, ...p }: SarimaParameters) {
  const left = Array<number>(STATE_SIZE + 1).fill(0);
  // (1 − φB)(1 − B) = 1 − (1 + φ)B + φB²
  [1, -(1 + ar), ar].forEach((c, k) => {
    left[k] = (left[k] ?? 0) + c;
    left[k + 12] = (left[k + 12] ?? 0) - c;
  });
  const right = Array<number>(STATE_SIZE).fill(0);
  for (const [lag, c] of [
    [0, 1],
    [12, p.seasonalMa12],
    [24, p.seasonalMa24],
  ] as const) {
    right[lag] = (right[lag] ?? 0) + c;
    right[lag + 1] = (right[lag + 1] ?? 0) + c * ma;
  }
  const size = Array.from({ length: STATE_SIZE }, (_, i) => i);
  const t = size.map((i) =>
    size.map((j) => (j === i + 1 ? 1 : 0) - (j === 0 ? (left[i + 1] ?? 0) : 0)),
  );
  const q = size.map((i) => size.map((j) => p.variance * (right[i] ?? 0) * (right[j] ?? 0)));
  let x: Matrix = size.map(() => [0]);
  let cov: Matrix = size.map((i) => size.map((j) => (i === j ? 1e6 : 0)));
  const predict = () => {
    x = product(t, x);
    cov = product(product(t, cov), transpose(t)).map((row, i) =>
      row.map((value, j) => value + entry(q, i, j)),
    );
  };
  for (const value of y) {
    const spread = entry(cov, 0, 0);
    const gain = size.map((i) => entry(cov, i, 0) / spread);
    const innovation = value - entry(x, 0, 0);
    const first = [...(cov[0] ?? [])];
    x = x.map(([own = 0], i) => [own + (gain[i] ?? 0) * innovation]);
    cov = cov.map((row, i) => row.map((own, j) => own - (gain[i] ?? 0) * (first[j] ?? 0)));
    predict();
  }
  return Array.from({ length: days }, () => {
    const [value, deviation] = [entry(x, 0, 0), Math.sqrt(entry(cov, 0, 0))];
    predict();
    return { value, bottom: value - 1.959964 * deviation, top: value + 1.959964 * deviation };
  });
}

describe("the SARIMA recursion", () => {
  it.each(VECTORS)("forecasts series %s", (_, series, expected) => {
    const forecast = forecastSarima(fitSarima(series), 1826);
    for (const [day, value, bottom, top] of expected) {
      const found = forecast[day - 1] ?? { value: 0, bottom: 0, top: 0 };
      expect(Math.abs(found.value - value), `day ${day}`).toBeLessThan(1e-5);
      expect(Math.abs(found.bottom - bottom), `day ${day}`).toBeLessThan(1e-5);
      expect(Math.abs(found.top - top), `day ${day}`).toBeLessThan(1e-5);
    }
  });

  it("reaches 50, 25 and 0 % on the days of series C, near those printed in the notebook", () => {
    const forecast = forecastSarima(fitSarima(STAIR_OF_273), 4000);
    expect([50, 25, 0].map((level) => firstDayAtOrBelow(forecast, level))).toEqual([
      1196, 2482, 3771,
    ]);
    const end = forecast[3770] ?? { value: 0, bottom: 0, top: 0 };
    expect((end.top - end.bottom) / 2).toBeCloseTo(14.041143, 5);
  });

  it("by shifts is that by products of matrices", () => {
    const coefficient = fc.double({ min: -0.9, max: 0.9, noNaN: true });
    const parameters = fc.record({
      ar: coefficient,
      ma: coefficient,
      seasonalMa12: coefficient,
      seasonalMa24: coefficient,
      variance: fc.double({ min: 0.001, max: 1, noNaN: true }),
    });
    const series = fc.array(fc.double({ min: 60, max: 80, noNaN: true }), {
      minLength: 30,
      maxLength: 40,
    });
    fc.assert(
      fc.property(series, fc.oneof(parameters, fc.constant(PUBLISHED_PARAMETERS)), (y, chosen) => {
        const forecast = forecastSarima(fitSarima(y, chosen), 20);
        denseForecast(y, 20, chosen).forEach((dense, day) => {
          expect(forecast[day]?.value).toBeCloseTo(dense.value, 4);
          expect(forecast[day]?.top).toBeCloseTo(dense.top, 4);
        });
      }),
      { numRuns: 15 },
    );
  });

  it("leaves a fit as it is when it forecasts", () => {
    const fit = fitSarima(STAIR);
    const first = forecastSarima(fit, 5);
    forecastSarima(fit, 100);
    expect(forecastSarima(fit, 5)).toEqual(first);
  });

  it("goes on as if the forecasts had been observed", () => {
    const ahead = forecastSarima(fitSarima(STAIR), 3).map(({ value }) => value);
    const later = forecastSarima(fitSarima([...STAIR, ...ahead]), 1);
    const straight = forecastSarima(fitSarima(STAIR), 4);
    expect(later[0]?.value).toBeCloseTo(straight[3]?.value ?? Number.NaN, 6);
  });

  it("estimates σ² from the innovations after the first 26", () => {
    expect(fitSarima(STAIR.slice(0, 26)).innovationVariance).toBeNull();
    expect(fitSarima(STAIR.slice(0, 27)).innovationVariance).not.toBeNull();
    // A staircase of steps of 0.5 is about as rough as the notebook's series, whose σ² is 0.0093.
    expect(fitSarima(STAIR_OF_273).innovationVariance).toBeGreaterThan(0.002);
    expect(fitSarima(STAIR_OF_273).innovationVariance).toBeLessThan(0.02);
  });

  it("has only finite numbers and widening limits", () => {
    const series = fc.array(fc.double({ min: -50, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(series, (y) => {
        const forecast = forecastSarima(fitSarima(y), 60);
        expect(numbersIn(forecast).every(Number.isFinite)).toBe(true);
        for (const { value, bottom, top } of forecast) {
          expect(bottom).toBeLessThanOrEqual(value);
          expect(top).toBeGreaterThanOrEqual(value);
        }
      }),
      { numRuns: 30 },
    );
  });
});
