import type { Site } from "../../src/site/site.ts";
import { offsetAt, wallToInstant } from "../../src/time/instant.ts";

const DAY = 86_400_000;

/** The local midnight of a site that lies `days` days after today's, epoch ms. */
export function localMidnight(site: Site, days: number, now = Date.now()): number {
  const wall = now + offsetAt(now, site.timeZone);
  const midnight = Math.floor(wall / DAY) * DAY + days * DAY;
  return wallToInstant(midnight, site.timeZone) ?? midnight - offsetAt(midnight, site.timeZone);
}
