import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { readEnv, siteDatabaseUrl } from "../env.ts";
import type { Site } from "../site/site.ts";
import { askHasRollups } from "../store/rows/facts.ts";
import type { Ask } from "../store/sql/client.ts";

/** Databases get rollups by a migration, and so hardly ever. */
const KNOWN_MS = 60_000;
const known = new Map<string, { has: boolean; until: number }>();

/** Whether a site's database has rollups; asked once a minute in each isolate. */
export async function hasRollups(c: Context<AppEnv>, site: Site, ask: Ask): Promise<boolean> {
  const url = siteDatabaseUrl(readEnv(c.env), site.id) ?? "";
  const before = known.get(url);
  if (before && before.until > Date.now()) return before.has;
  const has = await askHasRollups(ask);
  known.set(url, { has, until: Date.now() + KNOWN_MS });
  return has;
}
