import type { Context } from "hono";
import { type Ask, type Connection, connect, type Transact, transaction } from "../db/client.ts";
import { platformDatabaseUrl, readEnv, siteDatabaseUrl } from "../env.ts";
import type { Site } from "../sites/site.ts";
import type { AppEnv } from "./app-env.ts";
import { Problem } from "./problem.ts";

/**
 * The database of a site, for one request: what it is asked ends when the client goes away.
 * @throws {Problem} not_configured
 */
export const siteDatabase = (c: Context<AppEnv>, site: Site): Ask =>
  connect(siteConnection(c, site));

/**
 * The same, for what is written: a list of statements in one transaction.
 * @throws {Problem} not_configured
 */
export const siteTransaction = (c: Context<AppEnv>, site: Site): Transact =>
  transaction(siteConnection(c, site));

/**
 * The same for work that goes on when the client has gone.
 * @throws {Problem} not_configured
 */
export function lastingSiteDatabase(
  c: Context<AppEnv>,
  site: Site,
): { ask: Ask; transact: Transact } {
  const connection = { ...siteConnection(c, site), signal: undefined };
  return { ask: connect(connection), transact: transaction(connection) };
}

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
  const { NEON_LOCAL_ENDPOINT, QUERY_TIMEOUT_MS } = readEnv(c.env);
  return { localEndpoint: NEON_LOCAL_ENDPOINT, timeoutMs: QUERY_TIMEOUT_MS };
}
