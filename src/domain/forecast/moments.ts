import { Matrix } from "ml-matrix";

/**
 * Accumulated normal equations: Z'WZ of rows z = (1, x, t), where t is what the columns x are to give. They hold all
 * that a linear fit needs of the rows: those of several days are added, and those of one subtracted again.
 */
export type Moments = { rows: number; sums: Matrix };

export const emptyMoments = (columns: number): Moments => ({
  rows: 0,
  sums: Matrix.zeros(columns + 2, columns + 2),
});

/**
 * The moments of rows given by columns. They are symmetric: one half is computed, in plain loops, which take a fifth of
 * the time of ml-matrix' `mmul`; nothing else in training takes as long.
 * @param z the columns 1, x and t; only the first `rows` elements of each count
 */
export function momentsOf(
  z: readonly Float64Array[],
  weights: Float64Array,
  rows: number,
): Moments {
  const moments = { ...emptyMoments(z.length - 2), rows };
  const weighted = new Float64Array(rows);
  z.forEach((column, i) => {
    for (let row = 0; row < rows; row++)
      weighted[row] = (column[row] as number) * (weights[row] as number);
    for (let j = i; j < z.length; j++) {
      const sum = dot(weighted, z[j] as Float64Array, rows);
      moments.sums.set(i, j, sum).set(j, i, sum);
    }
  });
  return moments;
}

function dot(a: Float64Array, b: Float64Array, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Adds `factor` times other moments, −1 to drop them; `keep` is what remains of those that were there. */
export function addMoments(moments: Moments, others: Moments, { keep = 1, factor = 1 } = {}): void {
  moments.rows = keep * moments.rows + factor * others.rows;
  moments.sums.mul(keep).add(Matrix.mul(others.sums, factor));
}
