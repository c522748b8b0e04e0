import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { platformDatabaseUrl, readEnv, siteDatabaseUrl } from "../env.ts";
import type { Site } from "../site/site.ts";
import {
  type Ask,
  type Connection,
  connect,
  type Transact,
  transaction,
} from "../store/sql/client.ts";
import { DatabaseError } from "../store/sql/error.ts";
import { Problem } from "./problem.ts";
import { noteAway, replicaOf } from "./replica.ts";
import { hasJustWritten } from "./written.ts";

export type Database = { ask: Ask; transact: Transact };

/** A database that is read from; its connection string tells it from others. */
export type Reader = Database & { url: string };

/**
 * What a site is read from, for one request: the replica of its region, if it has one, unless who asks has just
 * written. What is asked ends when the client goes away.
 * @throws {Problem} not_configured
 */
export async function siteReader(c: Context<AppEnv>, site: Site): Promise<Reader> {
  const primary = siteConnection(c, site);
  const replica = replicaOf(c, site);
  const isBehind = replica !== undefined && (await hasJustWritten(c, site));
  if (replica === undefined || isBehind) return { ...databaseOf(primary), url: primary.url };
  const { ask, transact } = databaseOf({ ...primary, url: replica });
  const noting =
    <A extends unknown[], T>(question: (...of: A) => Promise<T>) =>
    (...of: A) =>
      question(...of).catch((error: unknown) => {
        noteFailure(c, replica, error);
        throw error;
      });
  return {
    ask: Object.assign(noting(ask), { text: noting(ask.text) }),
    transact: noting(transact),
    url: replica,
  };
}

/** A replica that does not answer is left alone for a while; that a client went away is no failure of it. */
function noteFailure(c: Context<AppEnv>, replica: string, error: unknown): void {
  const isFailure = error instanceof DatabaseError && error.failure === "unavailable";
  if (isFailure && !c.req.raw.signal.aborted) noteAway(replica);
}

/** The same, only to be asked. */
export const siteDatabase = async (c: Context<AppEnv>, site: Site): Promise<Ask> =>
  (await siteReader(c, site)).ask;

/**
 * The database that a site is written to, with all that was written.
 * @throws {Problem} not_configured
 */
export const sitePrimary = (c: Context<AppEnv>, site: Site): Database =>
  databaseOf(siteConnection(c, site));

/**
 * The same for work that goes on when the client has gone.
 * @throws {Problem} not_configured
 */
export const lastingSitePrimary = (c: Context<AppEnv>, site: Site): Database =>
  databaseOf({ ...siteConnection(c, site), signal: undefined });

const databaseOf = (connection: Connection): Database => ({
  ask: connect(connection),
  transact: transaction(connection),
});

function siteConnection(c: Context<AppEnv>, site: Site): Connection {
  const url = siteDatabaseUrl(readEnv(c.env), site.id);
  if (!url) {
    throw new Problem("not_configured", {
      ko: `사이트 ${site.id}의 데이터베이스가 설정되지 않았습니다: SITE_${site.id}_DATABASE_URL 또는 DATABASE_URL`,
      en: `No database is configured for site ${site.id}: set SITE_${site.id}_DATABASE_URL or DATABASE_URL`,
    });
  }
  return { ...common(c), url, signal: c.req.raw.signal };
}

/**
 * The database of keys, the audit and events. What it is asked goes on when the client has gone.
 * @throws {Problem} not_configured
 */
export const platformDatabase = (c: Context<AppEnv>): Ask => connect(platformConnection(c));

/** The same, for what must be written down whatever the crowd. */
export const platformAtOnce = (c: Context<AppEnv>): Ask =>
  connect({ ...platformConnection(c), concurrency: undefined });

/**
 * The same, for what is written: a list of statements in one transaction.
 * @throws {Problem} not_configured
 */
export const platformTransaction = (c: Context<AppEnv>): Transact =>
  transaction(platformConnection(c));

function platformConnection(c: Context<AppEnv>): Connection {
  const url = platformDatabaseUrl(readEnv(c.env));
  if (!url) {
    throw new Problem("not_configured", {
      ko: "플랫폼 데이터베이스가 설정되지 않았습니다: PLATFORM_DATABASE_URL 또는 DATABASE_URL",
      en: "No platform database is configured: set PLATFORM_DATABASE_URL or DATABASE_URL",
    });
  }
  return { ...common(c), url };
}

function common(c: Context<AppEnv>): Omit<Connection, "url"> {
  const { NEON_LOCAL_ENDPOINT, QUERY_TIMEOUT_MS, DATABASE_CONCURRENCY } = readEnv(c.env);
  return {
    localEndpoint: NEON_LOCAL_ENDPOINT,
    timeoutMs: QUERY_TIMEOUT_MS,
    concurrency: DATABASE_CONCURRENCY,
    hasBegun: () => c.get("ending") !== undefined,
    outlast: (question) => c.executionCtx.waitUntil(question),
  };
}
