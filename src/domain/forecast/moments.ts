import { Matrix, MatrixTransposeView, WrapperMatrix2D } from "ml-matrix";

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
 * The moments of rows given by columns.
 * @param z the columns 1, x and t; only the first `rows` elements of each count
 * @param weighted room for as many columns, or more
 */
export function momentsOf(
  z: readonly Float64Array[],
  weights: Float64Array,
  rows: number,
  weighted: readonly Float64Array[],
): Moments {
  if (rows === 0) return emptyMoments(z.length - 2);
  for (let j = 0; j < z.length; j++) {
    const [column, scaled] = [z[j] as Float64Array, weighted[j] as Float64Array];
    for (let row = 0; row < rows; row++) {
      scaled[row] = (column[row] as number) * (weights[row] as number);
    }
  }
  const cut = (columns: readonly Float64Array[]) =>
    new WrapperMatrix2D(columns.map((column) => column.subarray(0, rows)));
  return { rows, sums: cut(weighted.slice(0, z.length)).mmul(new MatrixTransposeView(cut(z))) };
}

/** Adds `factor` times other moments, −1 to drop them; `keep` is what remains of those that were there. */
export function addMoments(moments: Moments, others: Moments, { keep = 1, factor = 1 } = {}): void {
  moments.rows = keep * moments.rows + factor * others.rows;
  moments.sums.mul(keep).add(Matrix.mul(others.sums, factor));
}
