import { type SQL, sql } from "drizzle-orm";
import type { Place, Site } from "../sites/site.ts";
import { timeColumn } from "./selection.ts";
import { tableOf } from "./tables.ts";

/* Hours of banks and racks in which minutes are marked as rows (bank, rack, at, mask): bit i is the i-th minute. */

/** Clauses from `from` on: the rows in the minutes that the marks of a table expression name. */
export function markedRows(place: Place, marks: string, ...more: SQL[]): SQL {
  const { table, column } = tableOf(place.site, place.component);
  const time = timeColumn(place);
  const rack = place.component === "rack" ? sql` and ${column("RACK_ID")} = t.rack` : sql``;
  const conditions = more.map((condition) => sql` and ${condition}`);
  return sql`${sql.identifier(marks)} as t join ${table} on ${column("BANK_ID")} = t.bank${rack}
        and ${time} >= t.at and ${time} < t.at + interval '1 hour' and ${isMarked("t", sql`${time}`)}${sql.join(conditions)}`;
}

/** Whether a moment of a mark's hour lies in a minute that the mark names. */
export const isMarked = (mark: string, moment: SQL): SQL =>
  sql`${sql.raw(mark)}.mask >> floor(date_part('epoch', ${moment} - ${sql.raw(mark)}.at) / 60)::int & 1 = 1`;

export const startOfDay = ({ timeZone }: Site, moment: SQL): SQL =>
  sql`date_trunc('day', ${moment}, ${timeZone}::text)`;

export const endOfDay = ({ timeZone }: Site, start: SQL): SQL =>
  sql`(((${start} at time zone ${timeZone}::text) + interval '1 day') at time zone ${timeZone}::text)`;
