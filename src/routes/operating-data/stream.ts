import type { Context } from "hono";
import type { Rendering } from "../../db/render.ts";
import type { Selection } from "../../db/selection.ts";
import { type Chunk, openStream } from "../../db/stream.ts";
import { readEnv } from "../../env.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { siteDatabase } from "../../http/database.ts";
import { type Piece, streamBody } from "../../http/stream.ts";

type Streaming = {
  /** Between rows. */
  separator: string;
  /** How many times longer the rows become on their way out: windows are that much shorter. */
  growth: number;
  write: (chunks: AsyncIterable<Chunk>) => AsyncIterable<Piece>;
  headers: (rows: number) => Record<string, string>;
};

/** All rows of a selection as one streamed answer; its questions end when the client goes away. */
export async function streamRows(
  c: Context<AppEnv>,
  selection: Selection,
  rendering: Rendering,
  { separator, growth, write, headers }: Streaming,
): Promise<Response> {
  const env = readEnv(c.env);
  const away = new AbortController();
  const ask = siteDatabase(c, selection.site, AbortSignal.any([away.signal, c.req.raw.signal]));
  const { rows, chunks } = await openStream(ask, selection, rendering, {
    separator,
    windowRows: Math.ceil(env.DOWNLOAD_WINDOW_ROWS / growth),
    prefetch: env.DOWNLOAD_PREFETCH,
  });
  const body = streamBody(write(chunks), () => away.abort());
  return new Response(body, { headers: headers(rows) });
}
