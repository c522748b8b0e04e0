import fc from "fast-check";
import { exsosSums, LEAST_SAMPLES } from "../../src/domain/indicators/exsos.ts";
import type { CompleteSample } from "../../src/domain/indicators/sample.ts";
import type { SocpSample } from "../../src/domain/indicators/socp.ts";
import type { Status } from "../../src/domain/indicators/status.ts";

/** Max V, min V, gap V, I, max T, min T, gap T, as the tables of vectors have them. */
export type SampleRow = [number, number, number, number, number, number, number];

export const sampleOf = ([
  maxV,
  minV,
  gapV,
  current,
  maxT,
  minT,
  gapT,
]: SampleRow): CompleteSample => ({
  maxCellVoltageV: maxV,
  minCellVoltageV: minV,
  cellVoltageGapV: gapV,
  currentA: current,
  maxCellTemperatureC: maxT,
  minCellTemperatureC: minT,
  cellTemperatureGapC: gapT,
});

/** A rack that nothing is wrong with. */
export const QUIET = sampleOf([3.735, 3.72, 0.015, 40, 26, 22, 4]);

const within = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Any plausible sample; its gaps need not fit its extremes. */
export const anySample: fc.Arbitrary<CompleteSample> = fc.record({
  maxCellVoltageV: within(1, 5),
  minCellVoltageV: within(1, 5),
  cellVoltageGapV: within(0, 4),
  currentA: within(-400, 400),
  maxCellTemperatureC: within(-40, 100),
  minCellTemperatureC: within(-40, 100),
  cellTemperatureGapC: within(0, 140),
});

/** A window of ExSoS whose decisive means are `voltage` and `temperature` in the given status. */
export function windowOf(status: Status, voltage: number, temperature: number) {
  const samples = [
    { ...QUIET, currentA: 50, maxCellVoltageV: voltage, maxCellTemperatureC: temperature },
    { ...QUIET, currentA: -50, minCellVoltageV: voltage, minCellTemperatureC: temperature },
    { ...QUIET, currentA: 0, cellVoltageGapV: voltage, cellTemperatureGapC: temperature },
  ] as const;
  return exsosSums(Array(LEAST_SAMPLES).fill(samples[status]));
}

/** SoC, I, max V, its cell, min V, its cell, max T, min T. */
export type SocpRow = [number, number, number, number, number, number, number, number];

export const socpSample = ([
  soc,
  current,
  maxV,
  maxP,
  minV,
  minP,
  maxT,
  minT,
]: SocpRow): SocpSample => ({
  socPercent: soc,
  currentA: current,
  maxCellVoltageV: maxV,
  maxCellVoltagePosition: maxP,
  minCellVoltageV: minV,
  minCellVoltagePosition: minP,
  maxCellTemperatureC: maxT,
  minCellTemperatureC: minT,
});

/** What a broken sensor or column may give. */
export const anyReading = fc.oneof(
  fc.double(),
  fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY, 6553.5, -3276.8),
);

/** Every number in a value however deep; to find NaN and Infinity. */
export function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
}

/** SoC, I, max V, its cell, min V, its cell, max T, min T: twelve samples of the indicators' definition. */
export const SOCP_VECTOR: SocpRow[] = [
  [49.9, 41.2, 3.712, 37, 3.69, 118, 27.4, 23.0],
  [50.0, 41.0, 3.713, 37, 3.691, 118, 27.4, 23.0],
  [50.1, 40.6, 3.715, 37, 3.691, 118, 27.5, 23.1],
  [50.2, 40.8, 3.714, 201, 3.692, 9, 27.5, 23.1],
  [90.0, 12.0, 4.051, 201, 4.03, 9, 29.8, 25.0],
  [100.0, 2.1, 4.053, 201, 4.031, 9, 29.8, 25.0],
  [89.3, 2.0, 4.043, 201, 4.027, 118, 29.0, 24.8],
  [89.3, 0.0, 4.043, 201, 4.027, 9, 29.0, 24.8],
  [89.3, -2.0, 4.043, 37, 4.027, 9, 29.0, 24.8],
  [88.9, -15.3, 4.02, 37, 4.002, 118, 28.7, 24.6],
  [9.95, -33.0, 3.402, 37, 3.351, 118, 26.0, 22.2],
  [9.9, -33.1, 3.401, 37, 3.349, 9, 26.0, 22.2],
];
