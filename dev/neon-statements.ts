import { createHash } from "node:crypto";
import pg from "pg";

/** Texts of which it is known that they were asked before. */
const MOST_TEXTS = 500;
/** Prepared statements of a session; each holds its parse tree, up to half a megabyte. */
const MOST_OF_SESSION = 60;

/** Names of prepared statements, so that a session parses a text once that is asked again and again. */
export class Statements {
  readonly #names = new Map<string, string | undefined>();
  readonly #prepared = new WeakMap<pg.PoolClient, Set<string>>();

  /** The name of a text in a session; undefined the first time, because most texts are not asked again. */
  nameIn(client: pg.PoolClient, text: string): string | undefined {
    const isKnown = this.#names.has(text);
    const name = isKnown ? (this.#names.get(text) ?? hashOf(text)) : undefined;
    this.#names.delete(text);
    this.#names.set(text, name);
    if (this.#names.size > MOST_TEXTS) this.#names.delete(this.#names.keys().next().value ?? "");
    if (name === undefined) return undefined;
    const prepared = this.#prepared.get(client) ?? new Set();
    this.#prepared.set(client, prepared.add(name));
    return name;
  }

  /** Whether a session holds too many statements and should be replaced. */
  isFull = (client: pg.PoolClient): boolean =>
    (this.#prepared.get(client)?.size ?? 0) >= MOST_OF_SESSION;
}

const hashOf = (text: string): string => createHash("sha1").update(text).digest("base64");

/**
 * Whether a prepared statement no longer fits: a table has changed its columns, or the session behind a pooler is another
 * one. Postgres reports it before it runs the statement.
 */
export const isStale = (error: unknown): boolean =>
  error instanceof pg.DatabaseError &&
  (["26000", "42P05"].includes(error.code ?? "") ||
    (error.code === "0A000" && error.message.includes("cached plan")));
