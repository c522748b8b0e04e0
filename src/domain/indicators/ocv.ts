import type { SafetyProfile } from "../../site/site.ts";

/** Open-circuit voltage of one cell at 0, 5, …, 100 % of its capacity. [S: oe: SNU ocv_labeling] */
export const OPEN_CIRCUIT_V: Record<SafetyProfile, readonly number[]> = {
  "33J": [
    3.213, 3.427, 3.463, 3.504, 3.548, 3.577, 3.599, 3.615, 3.626, 3.637, 3.656, 3.672, 3.693,
    3.731, 3.778, 3.809, 3.842, 3.899, 3.941, 3.985, 4.036,
  ],
  "41J": [
    2.851, 3.378, 3.418, 3.45, 3.503, 3.539, 3.567, 3.586, 3.601, 3.615, 3.631, 3.65, 3.678, 3.731,
    3.792, 3.829, 3.87, 3.909, 3.952, 4.002, 4.058,
  ],
};

const at = (table: readonly number[], index: number): number => table[index] ?? Number.NaN;

const segment = (table: readonly number[], fraction: number): number =>
  Math.min(Math.max(Math.floor(fraction * (table.length - 1)), 0), table.length - 2);

/** Open-circuit voltage at a fraction (0…1) of the capacity, linear between the points [P], clamped. */
export const openCircuitV = (table: readonly number[], fraction: number): number => {
  const index = segment(table, fraction);
  const part = Math.min(Math.max(fraction * (table.length - 1) - index, 0), 1);
  return at(table, index) + (at(table, index + 1) - at(table, index)) * part;
};

/** Slope of the open-circuit voltage, V per whole capacity. */
export const openCircuitSlopeV = (table: readonly number[], fraction: number): number => {
  const index = segment(table, fraction);
  return (at(table, index + 1) - at(table, index)) * (table.length - 1);
};

/** Fraction (0…1) of the capacity at an open-circuit voltage: the inverse of `openCircuitV`, clamped. */
export const openCircuitFraction = (table: readonly number[], voltageV: number): number => {
  const above = table.findIndex((pointV) => pointV > voltageV);
  if (above === 0) return 0;
  if (above === -1) return 1;
  const [lowV, highV] = [at(table, above - 1), at(table, above)];
  return (above - 1 + (voltageV - lowV) / (highV - lowV)) / (table.length - 1);
};
