import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { type Region, readEnv, replicaUrl } from "../env.ts";
import type { Site } from "../site/site.ts";

/** For so long the primary is read in place of a replica that did not answer. */
const AWAY_MS = 10_000;

/** Until when replicas are left alone, by their connection strings. */
const away = new Map<string, number>();

export const noteAway = (url: string): void => void away.set(url, Date.now() + AWAY_MS);

/**
 * Connection string of the replica that is nearest to who asks; undefined where none is configured there, or it has
 * not answered a moment ago.
 */
export function replicaOf(c: Context<AppEnv>, site: Site): string | undefined {
  const url = replicaUrl(readEnv(c.env), site.id, (c.req.raw.cf ?? {}) as Region);
  return url !== undefined && (away.get(url) ?? 0) > Date.now() ? undefined : url;
}
