import { askHasRollups } from "../rows/facts.ts";
import type { Ask } from "../sql/client.ts";

/** Databases get rollups by a migration, and so hardly ever. */
const KNOWN_MS = 60_000;
const known = new Map<string, { has: boolean; until: number }>();

/** Whether a database has rollups; asked once a minute in each isolate. */
export async function hasRollups(ask: Ask, url: string): Promise<boolean> {
  const before = known.get(url);
  if (before && before.until > Date.now()) return before.has;
  const has = await askHasRollups(ask);
  known.set(url, { has, until: Date.now() + KNOWN_MS });
  return has;
}
