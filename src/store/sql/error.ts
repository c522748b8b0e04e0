import { DrizzleQueryError } from "drizzle-orm";
import { Crowded } from "./gate.ts";

/** Why a question to the database failed, as far as a client may know. */
export type Failure = "unavailable" | "crowded" | "timeout" | "schema" | "internal";

/**
 * A failed question. Its message is for the log: it never reaches a client. Neither does the log tell which
 * columns stand behind identifiers: Drizzle's own message, which holds SQL and parameters, is left out, and so
 * is that of Postgres where it names what is not there.
 */
export class DatabaseError extends Error {
  override name = "DatabaseError";
  readonly failure: Failure;
  /** Postgres' own code of it, if it was Postgres that failed. */
  readonly sqlState: string | undefined;

  constructor(failure: Failure, error: unknown) {
    const reason = error instanceof DrizzleQueryError ? error.cause : error;
    if (failure === "schema") super(`a table or a column is not there: ${sqlState(error)}`);
    else super(reason instanceof Error ? reason.message : String(reason), { cause: reason });
    this.failure = failure;
    this.sqlState = sqlState(error);
  }
}

/** A database that no setting names: the platform's, or that of a site. */
export class NotConfigured extends Error {
  override name = "NotConfigured";
  readonly database: "platform" | number;

  constructor(database: "platform" | number) {
    super(`no database is configured for ${database}`);
    this.database = database;
  }
}

/** The result; undefined if a table or column is missing, as in a foreign database. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DatabaseError && error.failure === "schema") return undefined;
    throw error;
  }
}

/** Classes of SQLSTATE: connection, resources, operator intervention, conflict of transactions. */
export function classify(error: unknown): Failure {
  if (error instanceof Crowded) return "crowded";
  const code = sqlState(error);
  if (code === undefined) return "unavailable"; // no answer of Postgres at all: nobody there, or too late
  if (code === "57014") return "timeout";
  if (code === "42P01" || code === "42703") return "schema"; // a table or a column is not there
  return /^(08|53|55P03|57|3D000|28|40)/.test(code) ? "unavailable" : "internal";
}

function sqlState(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && /^[0-9A-Z]{5}$/.test(at.code))
      return at.code;
  }
  return undefined;
}
