import type { Column } from "../sites/site.ts";
import { jsonRows } from "./json.ts";
import type { RowChunk } from "./layout.ts";

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
