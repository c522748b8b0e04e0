import { sql } from "drizzle-orm";
import type { RolledComponent } from "../../site/rollup.ts";
import type { Site } from "../../site/site.ts";
import type { Ask } from "../sql/client.ts";
import { instant } from "../sql/selection.ts";

/** Of a row a minute four fifths: with fewer no day is complete enough to be learnt. */
const LEAST_ROWS = 1152;

/**
 * The newest days (`2022-05-10`) of a site that began before a moment, microseconds since 1970, and of which a bank, or
 * rack, has rows enough; in their order.
 */
export async function askDays(
  ask: Ask,
  site: Site,
  component: RolledComponent,
  { before, most }: { before: number; most: number },
): Promise<string[]> {
  const rows = await ask(sql`
    select (at at time zone ${site.timeZone})::date::text as day from ${sql.identifier(`ess_${component}_day`)}
    where at < ${instant(before)} and rows >= ${LEAST_ROWS}::int group by at order by at desc limit ${most}::int`);
  return rows.map(({ day }) => String(day)).reverse();
}
