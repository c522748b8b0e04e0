import type { Source } from "../../store/sql/sources.ts";
import { type Steps, stepAt } from "../../time/grid.ts";

export type Piece<S extends Source> = { source: S; steps: Steps };

/**
 * Steps of one source after another, `size` at a time. Lazy, because a long range has many pieces.
 * @param numbers the pieces to return, from 0; all if absent
 */
export function* piecesOf<S extends Source>(
  sources: readonly S[],
  steps: Steps,
  size: number,
  numbers?: readonly number[],
): Generator<Piece<S>> {
  const count = numbers?.length ?? Math.ceil(steps.count / size);
  for (const source of sources) {
    for (let i = 0; i < count; i++) {
      const from = (numbers?.[i] ?? i) * size;
      const some = { first: stepAt(steps, from), count: Math.min(size, steps.count - from) };
      yield { source, steps: { ...steps, ...some } };
    }
  }
}
