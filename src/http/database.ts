import type { Context } from "hono";
import { type Ask, connect } from "../db/client.ts";
import { readEnv, siteDatabaseUrl } from "../env.ts";
import type { Site } from "../sites/site.ts";
import type { AppEnv } from "./app-env.ts";
import { Problem } from "./problem.ts";

/**
 * The database of a site, for one request: what it is asked ends when the client goes away or `signal` does.
 * @throws {Problem} not_configured
 */
export function siteDatabase(
  c: Context<AppEnv>,
  site: Site,
  signal: AbortSignal = c.req.raw.signal,
): Ask {
  const env = readEnv(c.env);
  const url = siteDatabaseUrl(env, site.id);
  if (!url) {
    throw new Problem("not_configured", {
      ko: `사이트 ${site.id}의 데이터베이스가 설정되지 않았습니다: SITE_${site.id}_DATABASE_URL 또는 DATABASE_URL`,
      en: `No database is configured for site ${site.id}: set SITE_${site.id}_DATABASE_URL or DATABASE_URL`,
    });
  }
  return connect({
    url,
    localEndpoint: env.NEON_LOCAL_ENDPOINT,
    timeoutMs: env.QUERY_TIMEOUT_MS,
    signal,
  });
}
