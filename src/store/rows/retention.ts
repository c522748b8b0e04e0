import { sql } from "drizzle-orm";
import { COMPONENTS, type Site } from "../../site/site.ts";
import type { Ask, Transact } from "../sql/client.ts";
import { instant } from "../sql/selection.ts";

/** A month of a component whose rows are there, `2022-05-01`. */
export type Month = { component: string; month: string };

const DROP_TIMEOUT_MS = 20_000;
/** Readers of the table wait behind the lock: better to try again in the next run. */
const LOCK_TIMEOUT = sql`select set_config('lock_timeout', '2s', true)`;

/** The months of a site that ended at or before a moment (microseconds since 1970), oldest first. */
export async function askMonthsBefore(ask: Ask, site: Site, moment: number): Promise<Month[]> {
  const rows = await ask(sql`
    select component, month::text as month from (
      select parent.relname as component, to_date(substring(part.relname from '_([0-9]{6})$'), 'YYYYMM') as month
      from pg_inherits join pg_class as part on part.oid = inhrelid join pg_class as parent on parent.oid = inhparent
      where inhparent in (${sql.join(
        COMPONENTS.map((component) => sql`to_regclass(${component})`),
        sql`, `,
      )})
    ) as part
    where (month + interval '1 month') at time zone ${site.timeZone}::text <= ${instant(moment)}
    order by month, component`);
  return rows.map(({ component, month }) => ({
    component: String(component),
    month: String(month),
  }));
}

/**
 * Drops a month's rows for good if nothing waits for them.
 * @param works what is due that might
 * @returns whether it did
 */
export async function dropMonth(
  transact: Transact,
  site: Site,
  { component, month }: Month,
  works: readonly string[],
): Promise<boolean> {
  const results = await transact(
    [
      LOCK_TIMEOUT,
      sql`select ess_drop_month(${component}, ${month}::date, ${site.timeZone}, string_to_array(${works.join(",")}::text, ','))::int as dropped`,
    ],
    { timeoutMs: DROP_TIMEOUT_MS },
  );
  return Number(results.at(-1)?.[0]?.dropped) === 1;
}
