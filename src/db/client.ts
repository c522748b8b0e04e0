import { neon, neonConfig } from "@neondatabase/serverless";
import type { SQL } from "drizzle-orm";
import { drizzle } from "drizzle-orm/neon-http";
import { classify, DatabaseError } from "./error.ts";

export type Row = Record<string, string | null>;

/** One question, one answer. */
export type Ask = (query: SQL, options?: { timeoutMs?: number }) => Promise<Row[]>;

export type Connection = {
  url: string;
  /** Where questions go instead of Neon; only for local work. */
  localEndpoint?: string | undefined;
  timeoutMs: number;
  /** Ends when the client goes away; the question under way is then cancelled. */
  signal?: AbortSignal | undefined;
};

/**
 * Asks over HTTP: no session is opened or kept, so that one is made for each request at no cost.
 * Questions are written to answer in text; who needs a number makes it one.
 * @throws {DatabaseError}
 */
export function connect({ url, localEndpoint, timeoutMs, signal }: Connection): Ask {
  if (localEndpoint) {
    neonConfig.fetchEndpoint = localEndpoint;
  }
  return async (query, options) => {
    const limit = AbortSignal.timeout(options?.timeoutMs ?? timeoutMs);
    const fetchOptions = { signal: signal ? AbortSignal.any([signal, limit]) : limit };
    const db = drizzle({ client: neon(url, { fetchOptions }) });
    try {
      const { rows } = await db.execute<Row>(query);
      return rows;
    } catch (error) {
      throw new DatabaseError(classify(error), error);
    }
  };
}
