import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "./client.ts";

/** A day of a bank (rack 0) or rack that some work is due for, and the marks that say so. */
export type Due = { bank: number; rack: number; day: string; marks: string };

/** The earliest days that a work is due for, at most so many. */
export async function askDue(ask: Ask, work: string, most: number): Promise<Due[]> {
  const rows = await ask(sql`
    select bank, rack, day::text as day, string_agg(id::text, ',') as marks from ess_due
    where work = ${work} group by bank, rack, day order by ess_due.day, bank, rack limit ${most}`);
  return rows.map(({ bank, rack, day, marks }) => ({
    bank: Number(bank),
    rack: Number(rack),
    day: String(day),
    marks: String(marks),
  }));
}

/** Takes back the marks that were seen before the work was done: what came since has marks of its own. */
export const removeMarks = (done: readonly Pick<Due, "marks">[]): SQL =>
  sql`delete from ess_due where id = any (${`{${done.map(({ marks }) => marks).join(",")}}`}::bigint[])`;
