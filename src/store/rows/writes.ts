import { type SQL, sql } from "drizzle-orm";
import type { Place } from "../../site/site.ts";
import type { Ask, Row } from "../sql/client.ts";
import { unlessMissing } from "../sql/error.ts";
import { instant } from "../sql/selection.ts";

/** Those that tell of writes to a component, of whatever kind. */
const TRIGGERS = 5;

type Range = { start?: number | undefined; end?: number | undefined };

/** The query of the write log for the version of a component's rows in [start, end), microseconds. */
export function versionQuestion({ component }: Place, { start, end }: Range): SQL {
  const day = (moment: number) => sql`(${instant(moment)} at time zone 'UTC')::date`;
  const within = [
    ...(start === undefined ? [] : [sql`day >= ${day(start)}`]),
    ...(end === undefined ? [] : [sql`day <= ${day(end)}`]),
  ];
  const days = within.length === 0 ? sql`true` : sql.join(within, sql` and `);
  return sql`
      select md5(coalesce(string_agg(id::text, ',' order by id), '')) as version, (
        select count(*) from pg_trigger where tgrelid = to_regclass(${component}) and tgname like 'ess\_log\_%' and tgenabled in ('O', 'A')
      ) as triggers
      from ess_write where component = ${component}::text and (day = '-infinity' or ${days})`;
}

/**
 * The version that an answer tells: as long as it is the same, so are the rows. It tells of whole days of UTC, and
 * says nothing of what is in them. Undefined where the database does not log writes, as one of others.
 */
export const versionOf = ([row]: readonly Row[]): string | undefined =>
  Number(row?.triggers) === TRIGGERS ? String(row?.version) : undefined;

/** The same, asked alone. */
export async function askVersion(
  ask: Ask,
  place: Place,
  range: Range,
): Promise<string | undefined> {
  return versionOf((await unlessMissing(ask(versionQuestion(place, range)))) ?? []);
}

/** Of several entries of a day keeps one, a new one: so the log has a row for each day. */
export const compactWrites = sql`
  with many as (
    select component, day from ess_write group by component, day having count(*) > 1
  ), gone as (
    delete from ess_write using many where ess_write.component = many.component and ess_write.day = many.day
    returning ess_write.component, ess_write.day
  )
  insert into ess_write (component, day) select distinct component, day from gone`;
