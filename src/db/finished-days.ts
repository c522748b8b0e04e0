import { sql } from "drizzle-orm";
import type { RolledComponent } from "../sites/rollup.ts";
import type { Site } from "../sites/site.ts";
import type { Ask } from "./client.ts";
import { instant } from "./selection.ts";

/** Of a row a minute four fifths: with fewer no day is complete enough to be learnt. */
const LEAST_ROWS = 1152;

/** The days (`2022-05-10`) of a site that begin in a range and of which a bank, or rack, has rows enough, in order. */
export async function askDays(
  ask: Ask,
  site: Site,
  component: RolledComponent,
  { start, end }: { start: number; end: number },
): Promise<string[]> {
  const rows = await ask(sql`
    select distinct (at at time zone ${site.timeZone})::date::text as day
    from ${sql.identifier(`ess_${component}_day`)}
    where at >= ${instant(start)} and at < ${instant(end)} and rows >= ${LEAST_ROWS}::int order by day`);
  return rows.map(({ day }) => String(day));
}
