import type { Column } from "../../site/site.ts";
import type { RowChunk } from "../../store/sql/layout.ts";
import { jsonRows } from "./json.ts";

/** NDJSON from chunks of tab-separated lines: an object a line. */
export async function* ndjsonTexts(
  columns: readonly Column[],
  chunks: AsyncIterable<RowChunk>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const { bytes, rows } of chunks) {
    yield `${jsonRows({ text: decoder.decode(bytes), rows }, columns, "\n")}\n`;
  }
}
