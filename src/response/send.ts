import type { Context } from "hono";
import type { Auditor } from "../store/access/auditor.ts";
import type { Answer } from "./answer.ts";
import type { AppEnv } from "./context.ts";
import type { Piece } from "./formats/pieces.ts";
import { streamBody } from "./stream.ts";

/** The last stage: an answer as a response. A streamed body is audited, and logged when it has been sent. */
export function send(
  c: Context<AppEnv>,
  { status = 200, headers = {}, body, tally = {}, transfer }: Answer,
  { audit, query }: { audit: Auditor; query: string },
): Response {
  c.set("tally", tally);
  if (!isPieces(body)) return new Response(body, { status, headers });
  const { body: stream, ending } = streamBody(body);
  const ended = ending.then((end) => Object.assign(tally, end));
  c.set("ending", ended);
  if (transfer) audit.transfer({ action: "download", ...transfer, query }, ended);
  return new Response(stream, { status, headers });
}

const isPieces = (body: Answer["body"]): body is AsyncIterable<Piece> =>
  typeof body === "object" && body !== null && Symbol.asyncIterator in body;
