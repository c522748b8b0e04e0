import { type SQL, sql } from "drizzle-orm";
import { BANK_ID, type Place, RACK_ID, type Site } from "../../site/site.ts";
import { gridOrigin } from "../../time/grid.ts";
import { instant, timeColumn } from "../sql/selection.ts";
import { tableOf } from "../sql/tables.ts";

/* Hours of banks and racks in which minutes are marked as rows (bank, rack, at, mask): bit i is the i-th minute. */

/** What follows `from`: the rows in the minutes that the marks of a table expression name. */
export function markedRows(place: Place, marks: string, ...more: SQL[]): SQL {
  const { table, column } = tableOf(place.site, place.component);
  const time = timeColumn(place);
  const conditions = [
    sql`${column(BANK_ID)} = t.bank`,
    ...(place.component === "rack" ? [sql`${column(RACK_ID)} = t.rack`] : []),
    sql`${time} >= t.at and ${time} < t.at + interval '1 hour'`,
    isMarked("t", sql`${time}`),
    ...more,
  ];
  // One look into the index for each mark: joined, Postgres might read all and compare each with each.
  return sql`${sql.identifier(marks)} as t, lateral (
        select * from ${table} where ${sql.join(conditions, sql` and `)} offset 0
      ) as ${sql.identifier(place.component)}`;
}

/** The same of a rollup's rows, `r`, in what begins with each of some marks or days, `d`, and has not ended. */
export const rolledWithin = (table: string, begins: SQL, end: SQL): SQL =>
  sql`${begins} as d, lateral (
        select * from ${sql.identifier(table)} as r where r.bank = d.bank and r.rack = d.rack and r.at >= d.at and r.at < ${end} offset 0
      ) as r`;

/** Whether a moment of a mark's hour lies in a minute that the mark names. */
export const isMarked = (mark: string, moment: SQL): SQL =>
  sql`${sql.raw(mark)}.mask >> floor(date_part('epoch', ${moment} - ${sql.raw(mark)}.at) / 60)::int & 1 = 1`;

/** Hours begin with the days of the site. */
export const startOfHour = ({ timeZone }: Site, moment: SQL): SQL =>
  sql`date_bin('1 hour', ${moment}, ${instant(gridOrigin(timeZone))})`;

export const startOfDay = ({ timeZone }: Site, moment: SQL): SQL =>
  sql`date_trunc('day', ${moment}, ${timeZone}::text)`;

export const endOfDay = ({ timeZone }: Site, start: SQL): SQL =>
  sql`(((${start} at time zone ${timeZone}::text) + interval '1 day') at time zone ${timeZone}::text)`;
