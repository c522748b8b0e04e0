import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "../sql/client.ts";

/** A day of a bank (rack 0) or rack that some work is due for, and the marks that say so. */
export type Due = { bank: number; rack: number; day: string; marks: string };

/** Earliest due days before `before` (`2022-05-10`), at most `most`. */
export async function askDue(
  ask: Ask,
  work: string,
  { before, most }: { before: string; most: number },
): Promise<Due[]> {
  const rows = await ask(sql`
    select bank, rack, day::text as day, string_agg(id::text, ',') as marks from ess_due
    where work = ${work} and day < ${before}::date
    group by bank, rack, day order by ess_due.day, bank, rack limit ${most}`);
  return rows.map(({ bank, rack, day, marks }) => ({
    bank: Number(bank),
    rack: Number(rack),
    day: String(day),
    marks: String(marks),
  }));
}

type Marked = readonly Pick<Due, "marks">[];

/** Removes the marks that were read before the work; later writes have marks of their own. */
export const removeMarks = (done: Marked): SQL =>
  sql`delete from ess_due where id = any (${idsOf(done)}::bigint[])`;

/**
 * The same, as common table expressions that end with `settled`, only if all marks are still there: where some are
 * not, another run has done the work meanwhile, and may have seen more than this one. Then nothing is taken back.
 */
export const settleAll = (done: Marked): SQL => sql`
  seen as (select id from ess_due where id = any (${idsOf(done)}::bigint[]) for update),
  settled as (
    delete from ess_due where id in (select id from seen)
      and (select count(*) from seen) = cardinality(${idsOf(done)}::bigint[]) returning id
  )`;

const idsOf = (done: Marked): string => `{${done.map(({ marks }) => marks).join(",")}}`;

/** Of several marks of a day keeps those that reach further back than all before: for work that nobody does yet. */
export const compactMarks = (work: string): SQL => sql`
  delete from ess_due as later using ess_due as earlier
  where later.work = ${work} and earlier.work = later.work and earlier.bank = later.bank and earlier.rack = later.rack
    and earlier.day = later.day and earlier.id < later.id and earlier.since <= later.since`;
