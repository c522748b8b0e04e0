import { type Column, wireName } from "../../site/site.ts";
import { ROW_SEPARATORS } from "../../store/sql/layout.ts";

export const CRLF = ROW_SEPARATORS.csv;

/** A CSV file (RFC 4180) from rows that Postgres rendered: header, then each chunk. */
export async function* csvPieces(
  columns: readonly Column[],
  chunks: AsyncIterable<{ bytes: Uint8Array }>,
): AsyncGenerator<string | Uint8Array> {
  yield csvHeader(columns) + CRLF;
  for await (const { bytes } of chunks) {
    yield bytes;
    yield CRLF;
  }
}

export const csvHeader = (columns: readonly Column[]): string => columns.map(wireName).join(",");
