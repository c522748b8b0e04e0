import { neon, neonConfig } from "@neondatabase/serverless";
import type { SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/neon-http";
import { classify, DatabaseError } from "./error.ts";
import { Gate } from "./gate.ts";
import type { TextBuffer } from "./text-buffer.ts";

export type Row = Record<string, string | null>;

type Options = { timeoutMs?: number };

/** One question, one answer. */
export type Ask = {
  (query: SQL, options?: Options): Promise<Row[]>;
  /** For an answer of one row, a number and a long text: the text as bytes in `buffer`. */
  text: (
    query: SQL,
    buffer: TextBuffer,
    options?: Options,
  ) => Promise<{ rows: number; bytes: Uint8Array }>;
};

/** Several statements in one transaction, all or none; the rows of each. */
export type Transact = (statements: readonly SQL[], options?: Options) => Promise<Row[][]>;

export type Connection = {
  url: string;
  /** Where questions go instead of Neon; only for local work. */
  localEndpoint?: string | undefined;
  timeoutMs: number;
  /** Ends when the client goes away; the question under way is then cancelled. */
  signal?: AbortSignal | undefined;
  /** Questions of this isolate to this database that may be under way at once; others wait. Without it none does. */
  concurrency?: number | undefined;
  /** Whether a part of the response was sent. */
  hasBegun?: (() => boolean) | undefined;
  /** Lets a question end in order when the client has gone: the runtime would end it, and its turn with it. */
  outlast?: ((question: Promise<unknown>) => void) | undefined;
};

/** One gate per configured database, so that a slow database does not delay others. */
const gates = new Map<string, Gate>();
const gateOf = (url: string): Gate => {
  const gate = gates.get(url) ?? new Gate();
  gates.set(url, gate);
  return gate;
};
/** A turn outlasts its question, which ends by itself, only where the runtime has ended both. */
const AFTER_TIMEOUT_MS = 1_000;

/**
 * Asks over HTTP: no session is opened or kept, so that one is made for each request at no cost.
 * Questions are written to answer in text; who needs a number makes it one.
 * @throws {DatabaseError}
 */
export function connect(connection: Connection): Ask {
  const run = async (query: SQL, options?: Options, more?: FetchMore) => {
    try {
      const asked = inTurn(connection, options, (db) => db.execute<Row>(query), more);
      return (await asked).rows;
    } catch (error) {
      throw new DatabaseError(classify(error), error);
    }
  };
  const text: Ask["text"] = async (query, buffer, options) => {
    let answer: Awaited<ReturnType<TextBuffer["read"]>> = { rows: 0, bytes: new Uint8Array() };
    const onBody = async (body: ReadableStream) => {
      answer = await buffer.read(body);
    };
    await run(query, options, { onBody });
    return answer;
  };
  return Object.assign((query: SQL, options?: Options) => run(query, options), { text });
}

/**
 * Writes over HTTP: the statements go out together, and none is written if one fails.
 * @throws {DatabaseError}
 */
export function transaction(connection: Connection): Transact {
  return async ([first, ...others], options) => {
    if (!first) return [];
    try {
      const results = await inTurn(connection, options, (db) =>
        db.batch([
          db.execute<Row>(first),
          ...others.map((statement) => db.execute<Row>(statement)),
        ]),
      );
      return results.map(({ rows }) => rows);
    } catch (error) {
      throw new DatabaseError(classify(error), error);
    }
  };
}

function inTurn<T>(
  connection: Connection,
  options: Options | undefined,
  run: (db: ReturnType<typeof open>) => Promise<T>,
  more?: FetchMore,
): Promise<T> {
  const { url, concurrency: most, signal, timeoutMs, hasBegun, outlast } = connection;
  const ask = () => run(open(connection, options, more));
  if (most === undefined) return ask();
  const longest = (options?.timeoutMs ?? timeoutMs) + AFTER_TIMEOUT_MS;
  const asked = gateOf(url).run(ask, { most, longest, signal, hasBegun });
  outlast?.(asked.catch(() => {}));
  return asked;
}

function open(
  { url, localEndpoint, timeoutMs, signal }: Connection,
  options: Options = {},
  more: FetchMore = {},
) {
  if (localEndpoint) neonConfig.fetchEndpoint = localEndpoint;
  const limit = AbortSignal.timeout(options.timeoutMs ?? timeoutMs);
  const fetchOptions = { ...more, signal: signal ? AbortSignal.any([signal, limit]) : limit };
  return drizzle({ client: neon(url, { fetchOptions }) });
}

/** Reads the body of an answer in the driver's stead. */
type FetchMore = { onBody?: (body: ReadableStream) => Promise<void> };

const NO_ROWS = { fields: [], rows: [], rowCount: 0, command: "SELECT" };

// The driver builds the request, signs it and reads refusals; only a good answer with a reader of its own
// passes it by, because it would make two strings of the whole.
neonConfig.fetchFunction = async (url: string, { onBody, ...init }: RequestInit & FetchMore) => {
  const response = await fetch(url, init);
  const { body } = response;
  if (!onBody || !response.ok || !body) return response;
  const json = async () => {
    await onBody(body);
    return NO_ROWS;
  };
  return { ok: true, status: 200, json };
};
