import fc from "fast-check";
import { exsosSums, LEAST_SAMPLES } from "../../src/indicators/exsos.ts";
import type { CompleteSample } from "../../src/indicators/sample.ts";
import type { SocpSample } from "../../src/indicators/socp.ts";
import type { Status } from "../../src/indicators/status.ts";

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
