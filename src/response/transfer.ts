import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { withoutLink } from "../request/input.ts";
import type { Selection } from "../store/sql/selection.ts";
import { auditTransfer } from "./audit.ts";
import type { Piece } from "./formats/pieces.ts";
import { streamBody } from "./stream.ts";

/**
 * An answer that is sent piece by piece as its client reads it; what becomes of it is written into the log and
 * the audit. Whoever makes the pieces counts their rows in the tally.
 */
export function sendTransfer(
  c: Context<AppEnv>,
  { site, start, end }: Pick<Selection, "site" | "start" | "end">,
  pieces: AsyncIterable<Piece>,
  headers: Record<string, string>,
): Response {
  const tally = c.get("tally");
  const { body, ending } = streamBody(pieces);
  const ended = ending.then((end) => Object.assign(tally, end));
  c.set("ending", ended);
  const query = withoutLink(new URL(c.req.url)).search.slice(1);
  auditTransfer(c, { action: "download", site: site.id, start, end, query }, ended);
  return new Response(body, { headers });
}
