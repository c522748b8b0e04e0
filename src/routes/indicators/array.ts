import type { Context } from "hono";
import type { AppEnv } from "../../context.ts";
import type { Items } from "../../domain/items.ts";
import { readEnv } from "../../env.ts";
import { sendTransfer } from "../../response/transfer.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { begun, inOrder } from "../../store/sql/windows.ts";

/**
 * A JSON array of the items that `make` makes of pieces, in their order. Only what is under way is held; what fails
 * before the first item is a problem, and not a broken stream.
 */
export async function streamItems<P>(
  c: Context<AppEnv>,
  selection: Pick<Selection, "site" | "start" | "end">,
  pieces: Iterable<P>,
  make: (piece: P) => Promise<Items>,
  headers: Record<string, string>,
): Promise<Response> {
  const tally = c.get("tally");
  tally.rows = 0;
  const made = inOrder(pieces, readEnv(c.env).DOWNLOAD_PREFETCH, make);
  return sendTransfer(c, selection, arrayOf(await begun(made), tally), headers);
}

/** A JSON array of the items in the texts, counted as they go out. */
async function* arrayOf(
  pieces: AsyncIterable<Items>,
  tally: { rows?: number | undefined },
): AsyncGenerator<string> {
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
