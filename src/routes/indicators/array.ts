/** A JSON array of the items in the texts, counted as they go out. */
export async function* arrayOf(
  pieces: AsyncIterable<{ rows: number; texts: Iterable<string> }>,
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
