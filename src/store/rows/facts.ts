import { sql } from "drizzle-orm";
import QuickLRU from "quick-lru";
import { KEYS, type Place, QUALITY, REVISION, WRITTEN } from "../../site/site.ts";
import { MINUTE_MS } from "../../time/units.ts";
import type { Ask } from "../sql/client.ts";
import { DatabaseError } from "../sql/error.ts";

/** Which databases have rollups: they get them by a migration, hence hardly ever. */
const known = new QuickLRU<string, boolean>({ maxSize: 100, maxAge: MINUTE_MS });

/** Whether a database has rollups; asked once a minute in each isolate. */
export async function hasRollups(ask: Ask, url: string): Promise<boolean> {
  const before = known.get(url);
  if (before !== undefined) return before;
  const has = await askHasRollups(ask);
  known.set(url, has);
  return has;
}

/** Capabilities of a component's table: ours has all, a foreign one has some. */
export type TableFacts = {
  /** A unique index on the natural key: rows can be merged into it. */
  hasKey: boolean;
  /** The columns of last write, corrections and implausible values. */
  hasChangeLog: boolean;
  /** Partitions by month that `ess_ensure_month` makes. */
  hasMonths: boolean;
  /** The table of answers given is there. */
  hasAnswers: boolean;
  /** What is written is marked for the work that waits for it. */
  hasMarks: boolean;
};

/** @throws {DatabaseError} `schema` if the table is missing */
export async function askFacts(ask: Ask, { component }: Place): Promise<TableFacts> {
  const key = sql.join(
    KEYS[component].toSorted().map((name) => sql`${name}::name`),
    sql`, `,
  );
  const ours = sql.join(
    [WRITTEN, REVISION, QUALITY.name].map((name) => sql`${name}`),
    sql`, `,
  );
  const [row] = await ask(sql`
    select
      (exists (
        select from pg_index i where i.indrelid = c.oid and i.indisunique and i.indimmediate
          and i.indisvalid and i.indpred is null and i.indexprs is null
          and array(select attname from pg_attribute where attrelid = c.oid
            and attnum = any ((i.indkey::int2[])[0:i.indnkeyatts - 1]) order by attname) = array[${key}]
      ))::int as key,
      (select count(*) from pg_attribute where attrelid = c.oid and not attisdropped
        and attname in (${ours})) as ours,
      (c.relkind = 'p' and to_regprocedure('ess_ensure_month(text, timestamptz, text)') is not null)::int as months,
      (to_regclass('ess_idempotency') is not null)::int as answers,
      (to_regclass('ess_due') is not null)::int as marks
    from pg_class c where c.oid = to_regclass(${component})`);
  if (!row) throw new DatabaseError("schema", `table not found: ${component}`);
  return {
    hasKey: Number(row.key) === 1,
    hasChangeLog: Number(row.ours) === 3,
    hasMonths: Number(row.months) === 1,
    hasAnswers: Number(row.answers) === 1,
    hasMarks: Number(row.marks) === 1,
  };
}

/** Whether a site's database has rollups and the triggers that mark writes; foreign databases have neither. */
export async function askHasRollups(ask: Ask): Promise<boolean> {
  const [row] = await ask(sql`
    select (to_regclass('ess_dirty') is not null and to_regclass('ess_due') is not null and count(*) = 10)::int as rolled from pg_trigger
    where tgrelid in (to_regclass('bank'), to_regclass('rack')) and tgenabled in ('O', 'A')
      and tgname in ('ess_inserted', 'ess_updated_from', 'ess_updated_to', 'ess_deleted', 'ess_emptied')`);
  return Number(row?.rolled) === 1;
}
