import type { Context } from "hono";
import { askCount } from "../../db/page.ts";
import type { Rendering } from "../../db/render.ts";
import type { Selection } from "../../db/selection.ts";
import { type Chunk, openStream } from "../../db/stream.ts";
import { readEnv } from "../../env.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { siteDatabase } from "../../http/database.ts";
import type { Piece } from "../../http/stream.ts";
import { sendTransfer } from "../../http/transfer.ts";

type Streaming = {
  /** Between rows. */
  separator: string;
  /** How many times longer the rows become on their way out: windows are that much shorter. */
  growth: number;
  write: (chunks: AsyncIterable<Chunk>) => AsyncIterable<Piece>;
  headers: (rows: number) => Record<string, string>;
};

/**
 * All rows of a selection as one streamed answer; its questions end when the client goes away. HEAD only
 * counts them: nobody would read the stream to its end.
 */
export async function streamRows(
  c: Context<AppEnv>,
  selection: Selection,
  rendering: Rendering,
  { separator, growth, write, headers }: Streaming,
): Promise<Response> {
  const env = readEnv(c.env);
  const ask = siteDatabase(c, selection.site);
  if (c.req.raw.method === "HEAD") {
    return new Response(null, { headers: headers(await askCount(ask, selection)) });
  }
  const { rows, chunks } = await openStream(ask, selection, rendering, {
    separator,
    windowRows: Math.ceil(env.DOWNLOAD_WINDOW_ROWS / growth),
    prefetch: env.DOWNLOAD_PREFETCH,
  });
  const tally = c.get("tally");
  tally.rows = 0;
  return sendTransfer(c, selection, write(counted(chunks, tally)), headers(rows));
}

/** Counts the rows that go out. */
async function* counted(
  chunks: AsyncIterable<Chunk>,
  tally: { rows?: number | undefined },
): AsyncGenerator<Chunk> {
  for await (const chunk of chunks) {
    yield chunk;
    tally.rows = (tally.rows ?? 0) + chunk.rows;
  }
}
