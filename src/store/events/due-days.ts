import { type SQL, sql } from "drizzle-orm";
import type { Site } from "../../site/site.ts";
import type { Row } from "../sql/client.ts";

/** A day of a unit (a bank, whose rack is 0, or a rack) whose rows have changed, by all of its marks. */
export type DueDay = {
  /** The marks, to be taken away when the work is done. */
  marks: string;
  bank: number;
  rack: number;
  /** `2022-05-10`, and the same as [begins, ends), microseconds since 1970. */
  day: string;
  begins: number;
  ends: number;
  /** The earliest row that has changed. */
  since: number;
  /** Its rows were removed by retention; the events found in them stay. */
  isDropped: boolean;
};

const WORK = "events";
const micros = (time: SQL): SQL => sql`(extract(epoch from ${time}) * 1000000)::bigint`;

/**
 * A question for days that are due: the oldest of each unit first, or only those that the transaction itself has
 * marked, whoever else has.
 */
export const dueDays = ({ timeZone }: Site, most: number, which: "oldest" | "just marked"): SQL => {
  const midnight = (day: SQL) => sql`(${day})::timestamp at time zone ${timeZone}::text`;
  return sql`
    select marks, bank, rack, day::text as day, ${micros(sql`since`)} as since,
      ${micros(midnight(sql`day`))} as begins, ${micros(midnight(sql`day + 1`))} as ends,
      (exists (select from ess_dropped_month d where d.month = date_trunc('month', day)::date
        and d.component = case rack when 0 then 'bank' else 'rack' end))::int as dropped
    from (
      select string_agg(id::text, ',') as marks, bank, rack, day, min(since) as since
      from ess_due where work = ${WORK} group by bank, rack, day
      ${which === "just marked" ? sql`having bool_or(xmin = pg_current_xact_id()::xid)` : sql``}
      order by bank, rack, day limit ${most}::int
    ) as due order by bank, rack, day`;
};

export const toDueDay = (row: Row): DueDay => ({
  marks: row.marks ?? "",
  bank: Number(row.bank),
  rack: Number(row.rack),
  day: row.day ?? "",
  begins: Number(row.begins),
  ends: Number(row.ends),
  since: Number(row.since),
  isDropped: Number(row.dropped) === 1,
});

/** Marks whole days. */
export const addMarks = (
  { timeZone }: Site,
  days: readonly { bank: number; rack: number; day: string }[],
): SQL => sql`
  insert into ess_due (work, bank, rack, day, since)
  select ${WORK}, bank, rack, day, day::timestamp at time zone ${timeZone}::text
  from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as given (bank int, rack int, day date)`;
