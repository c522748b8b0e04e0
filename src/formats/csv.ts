import { type Column, wireName } from "../sites/site.ts";

export const CRLF = "\r\n";

/** A CSV file (RFC 4180) from rows that Postgres rendered: header, then each chunk. */
export async function* csvTexts(
  columns: readonly Column[],
  chunks: AsyncIterable<{ text: string }>,
): AsyncGenerator<string> {
  yield csvHeader(columns) + CRLF;
  for await (const { text } of chunks) yield text + CRLF;
}

export const csvHeader = (columns: readonly Column[]): string => columns.map(wireName).join(",");
