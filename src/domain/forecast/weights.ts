import { Matrix } from "ml-matrix";
import { instantColumns, ownColumns, sharedColumns } from "./columns.ts";
import type { HorizonModel, Model, RegimeModel } from "./model.ts";
import { targetOf } from "./targets.ts";

/** With history, or without. */
export type Way = "full" | "instant";

/**
 * Weights of some horizons and regimes as lines of one matrix, by horizon and then by regime; its columns are the
 * shared ones, then those of each horizon, and 0 at those of the others. Each is made once.
 */
export function weightsOf(
  { target }: Model,
  nodes: readonly HorizonModel[],
): (way: Way, regimes: readonly number[]) => Matrix {
  const shared = sharedColumns(targetOf(target)).length;
  const own = ownColumns(targetOf(target)).length;
  const columns: Record<Way, readonly number[]> = {
    full: Array.from({ length: shared + own }, (_, j) => j),
    instant: instantColumns(targetOf(target)),
  };
  const made = new Map<string, Matrix>();
  return (way, regimes) => {
    const key = `${way} ${regimes.join()}`;
    const known = made.get(key);
    if (known) return known;
    const matrix = Matrix.zeros(nodes.length * regimes.length, shared + own * nodes.length);
    nodes.forEach((node, n) => {
      regimes.forEach((regime, r) => {
        const weights = weightsFor(way, node.regimes[regime]);
        columns[way].forEach((j, i) => {
          const place = j < shared ? j : j + own * n;
          matrix.set(n * regimes.length + r, place, weights?.[i] ?? 0);
        });
      });
    });
    made.set(key, matrix);
    return matrix;
  };
}

const weightsFor = (way: Way, learnt: RegimeModel | undefined): Float64Array | undefined =>
  (way === "full" ? learnt?.linear : learnt?.instant)?.weights;
