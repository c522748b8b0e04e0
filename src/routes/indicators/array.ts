import type { Items } from "../../domain/items.ts";
import type { Answer } from "../../response/answer.ts";
import type { Tally } from "../../response/tally.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { begun, inOrder } from "../../store/sql/windows.ts";

/** A JSON array whose items are computed while it is sent. */
export type ItemStream<P> = {
  selection: Pick<Selection, "site" | "start" | "end">;
  pieces: Iterable<P>;
  /** Computes the items of a piece. */
  make: (piece: P) => Promise<Items>;
  /** Pieces that are computed concurrently. */
  prefetch: number;
  headers: Record<string, string>;
};

/**
 * Streams items in the order of their pieces and holds only pieces in progress. An error before the first item becomes
 * an error response, not a broken stream.
 */
export async function streamItems<P>({
  selection: { site, start, end },
  pieces,
  make,
  prefetch,
  headers,
}: ItemStream<P>): Promise<Answer> {
  const tally: Tally = { rows: 0 };
  const made = inOrder(pieces, prefetch, make);
  return {
    body: arrayOf(await begun(made), tally),
    headers,
    tally,
    transfer: { site: site.id, start, end },
  };
}

/** A JSON array of the items. Counts them as they are sent. */
async function* arrayOf(pieces: AsyncIterable<Items>, tally: Tally): AsyncGenerator<string> {
  let opening = "[";
  for await (const { rows, texts } of pieces) {
    for (const text of texts) {
      yield opening + text;
      opening = ",";
    }
    tally.rows = (tally.rows ?? 0) + rows;
  }
  yield opening === "[" ? "[]" : "]";
}
