import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { Moments } from "./moments.ts";

/** t = bias + weights · x, for the requested columns. */
export type Linear = { bias: number; weights: Float64Array };

/** Added to the variance of a column: one that hardly varies is not blown up. */
const LEAST_VARIANCE = 0.05 ** 2;

/**
 * Ridge regression from moments: columns are centred and divided by sqrt(variance + 0.05²), the penalty is `lambda`
 * on each, and (C + lambda I) b = c is solved by Cholesky. A constant column, or one that others make up, gets a
 * finite weight, since lambda > 0.
 * @param only indices of the columns to use; all if absent
 * @returns undefined if there are no rows or the sums are not finite
 */
export function fitRidge(
  { sums }: Moments,
  lambda: number,
  only?: readonly number[],
): Linear | undefined {
  const last = sums.rows - 1;
  const total = sums.get(0, 0);
  if (!(total > 0)) return undefined;
  const used = only?.map((j) => j + 1) ?? Array.from({ length: last - 1 }, (_, j) => j + 1);
  const mean = (j: number) => sums.get(0, j) / total;
  const covariance = (i: number, j: number) => sums.get(i, j) / total - mean(i) * mean(j);
  const scales = used.map((j) => Math.sqrt(Math.max(0, covariance(j, j)) + LEAST_VARIANCE));
  const normal = Matrix.zeros(used.length, used.length);
  const right = Matrix.zeros(used.length, 1);
  for (let a = 0; a < used.length; a++) {
    const [i, scale] = [used[a] as number, scales[a] as number];
    for (let b = 0; b <= a; b++) {
      const value = covariance(used[b] as number, i) / (scale * (scales[b] as number));
      normal.set(a, b, value + (a === b ? lambda : 0));
      normal.set(b, a, normal.get(a, b));
    }
    right.set(a, 0, covariance(i, last) / scale);
  }
  const factors = new CholeskyDecomposition(normal);
  if (!factors.isPositiveDefinite()) return undefined;
  const solution = factors.solve(right);
  const weights = Float64Array.from(used, (_, a) => solution.get(a, 0) / (scales[a] as number));
  let bias = mean(last);
  for (let a = 0; a < used.length; a++) bias -= (weights[a] as number) * mean(used[a] as number);
  return Number.isFinite(bias) && weights.every(Number.isFinite) ? { bias, weights } : undefined;
}
