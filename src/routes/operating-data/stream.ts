import type { Context } from "hono";
import type { Ask } from "../../db/client.ts";
import { askCount } from "../../db/page.ts";
import { openStream } from "../../db/stream.ts";
import { readEnv } from "../../env.ts";
import type { RowChunk } from "../../formats/layout.ts";
import { ROW_FORMATS } from "../../formats/row-formats.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { sendTransfer } from "../../http/transfer.ts";
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
