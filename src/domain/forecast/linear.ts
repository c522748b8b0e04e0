import { Matrix, WrapperMatrix2D } from "ml-matrix";
import type { Linear } from "./ridge.ts";
import { type Inputs, readiness } from "./series.ts";

/**
 * The columns of the original's linear regression that a series has: hour, minute, day of the month, voltage,
 * current, SoC and the target itself. [S: oe:Analysis/Predictions]
 */
export function fillLinear(
  columns: readonly Float64Array[],
  { minutes, voltage, current, soc, target }: Inputs,
  origins: readonly number[],
  daysOfMonth: ArrayLike<number>,
): void {
  const values: ((k: number, row: number) => number)[] = [
    (k) => Math.floor((minutes[k] as number) / 60),
    (k) => (minutes[k] as number) % 60,
    (_, row) => daysOfMonth[row] as number,
    (k) => voltage[k] as number,
    (k) => current[k] as number,
    (k) => soc[k] as number,
    (k) => target[k] as number,
  ];
  values.forEach((of, j) => {
    const column = columns[j] as Float64Array;
    origins.forEach((k, row) => {
      column[row] = of(k, row);
    });
  });
}

/** Forecasts by the recipe, in the unit of the target; NaN where an input is missing. */
export function linearForecasts(
  { bias, weights }: Linear,
  inputs: Inputs,
  origins: readonly number[],
  daysOfMonth: ArrayLike<number>,
): Float64Array {
  const values = new Float64Array(origins.length).fill(Number.NaN);
  if (origins.length === 0) return values;
  const columns = Array.from(weights, () => new Float64Array(origins.length));
  fillLinear(columns, inputs, origins, daysOfMonth);
  const line = Matrix.rowVector(weights as unknown as number[]);
  const products = line.mmul(new WrapperMatrix2D(columns as unknown as number[][]));
  origins.forEach((k, row) => {
    const ready = readiness(inputs, k);
    if (ready === "full" || ready === "instant") values[row] = bias + products.get(0, row);
  });
  return values;
}
