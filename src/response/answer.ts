import type { Piece } from "./formats/pieces.ts";
import type { Tally } from "./tally.ts";

/** What a route answers. Its headers, audit and log entry are completed when it is sent. */
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  /** A text or bytes, or pieces that are made as the client reads them. */
  body: string | Uint8Array<ArrayBuffer> | null | AsyncIterable<Piece>;
  /** Rows in the body; a streamed body counts its rows here as they are sent. */
  tally?: Tally;
  /** The rows that a streamed body transfers, for the audit. */
  transfer?: { site: number; start?: number | undefined; end?: number | undefined };
};

const JSON_TYPE = { "content-type": "application/json" };

type Details = { status?: number; headers?: Record<string, string>; rows?: number };

/** @example json({ status: "ok" }) */
export const json = (value: unknown, details?: Details): Answer =>
  jsonText(JSON.stringify(value), details);

/** The same, of a text that is JSON already. */
export const jsonText = (text: string, { status, headers, rows }: Details = {}): Answer => ({
  body: text,
  headers: { ...JSON_TYPE, ...headers },
  ...(status === undefined ? {} : { status }),
  ...(rows === undefined ? {} : { tally: { rows } }),
});

/** The headers of an answer alone, for HEAD. */
export const headersOnly = (headers: Record<string, string>): Answer => ({ body: null, headers });
