import type { Env } from "../../env.ts";
import { type Answer, headersOnly } from "../../response/answer.ts";
import { ROW_FORMATS } from "../../response/formats/row-formats.ts";
import type { Tally } from "../../response/tally.ts";
import { askCount } from "../../store/rows/page.ts";
import { openStream } from "../../store/rows/stream.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { RowChunk } from "../../store/sql/layout.ts";
import { refuseTooMany } from "./most-rows.ts";
import { bodyOf, headersOf, type Rows, renderingOf, withQuality } from "./rows.ts";

/** Options of a stream. */
export type Streaming = {
  asked: Rows;
  /** Rows per query, and concurrent queries. */
  windows: Pick<Env, "DOWNLOAD_WINDOW_ROWS" | "DOWNLOAD_PREFETCH">;
  /** HEAD only counts the rows: nobody reads the stream. */
  isHead: boolean;
  headers?: Record<string, string>;
};

/** Streams all rows of a selection. */
export async function streamRows(
  ask: Ask,
  { asked, windows, isHead, headers = {} }: Streaming,
): Promise<Answer> {
  const rows = await withQuality(ask, asked);
  const { selection, format } = rows;
  const all = (count: number) => ({ ...headersOf(rows), "ess-rows": String(count), ...headers });
  if (isHead) {
    const count = await askCount(ask, selection);
    refuseTooMany(rows, count, []);
    return headersOnly(all(count));
  }
  const stream = await openStream(ask, selection, renderingOf(rows), {
    windowRows: Math.ceil(windows.DOWNLOAD_WINDOW_ROWS / ROW_FORMATS[format].growth),
    prefetch: windows.DOWNLOAD_PREFETCH,
  });
  refuseTooMany(rows, stream.rows, stream.hours);
  const tally: Tally = { rows: 0 };
  const { site, start, end } = selection;
  return {
    body: bodyOf(rows, counted(stream.chunks, tally), tally),
    headers: all(stream.rows),
    tally,
    transfer: { site: site.id, start, end },
  };
}

/** Counts the rows that are sent. */
async function* counted(chunks: AsyncIterable<RowChunk>, tally: Tally): AsyncGenerator<RowChunk> {
  for await (const chunk of chunks) {
    yield chunk;
    tally.rows = (tally.rows ?? 0) + chunk.rows;
  }
}
