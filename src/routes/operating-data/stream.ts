import type { Context } from "hono";
import type { AppEnv } from "../../context.ts";
import { readEnv } from "../../env.ts";
import { ROW_FORMATS } from "../../response/formats/row-formats.ts";
import { sendTransfer } from "../../response/transfer.ts";
import { askCount } from "../../store/rows/page.ts";
import { openStream } from "../../store/rows/stream.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { RowChunk } from "../../store/sql/layout.ts";
import { refuseTooMany } from "./most-rows.ts";
import { bodyOf, headersOf, type Rows, renderingOf } from "./rows.ts";

/**
 * All rows of a selection as one streamed answer; its questions end when the client goes away. HEAD only
 * counts them: nobody would read the stream to its end.
 */
export async function streamRows(
  c: Context<AppEnv>,
  ask: Ask,
  rows: Rows,
  headers: Record<string, string> = {},
): Promise<Response> {
  const { selection, format } = rows;
  const env = readEnv(c.env);
  const all = (count: number) => ({ ...headersOf(rows), "ess-rows": String(count), ...headers });
  if (c.req.raw.method === "HEAD") {
    const count = await askCount(ask, selection);
    refuseTooMany(rows, count, []);
    return new Response(null, { headers: all(count) });
  }
  const stream = await openStream(ask, selection, renderingOf(rows), {
    windowRows: Math.ceil(env.DOWNLOAD_WINDOW_ROWS / ROW_FORMATS[format].growth),
    prefetch: env.DOWNLOAD_PREFETCH,
  });
  refuseTooMany(rows, stream.rows, stream.hours);
  const tally = c.get("tally");
  tally.rows = 0;
  const body = bodyOf(rows, counted(stream.chunks, tally), tally);
  return sendTransfer(c, selection, body, all(stream.rows));
}

/** Counts the rows that go out. */
async function* counted(
  chunks: AsyncIterable<RowChunk>,
  tally: { rows?: number | undefined },
): AsyncGenerator<RowChunk> {
  for await (const chunk of chunks) {
    yield chunk;
    tally.rows = (tally.rows ?? 0) + chunk.rows;
  }
}
