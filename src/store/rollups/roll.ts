import { type SQL, sql } from "drizzle-orm";
import {
  LEVELS,
  type Level,
  type RolledComponent,
  type RollupColumn,
  rollupColumns,
  rollupTable,
} from "../../site/rollup.ts";
import type { Site } from "../../site/site.ts";
import type { Transact } from "../sql/client.ts";
import { endOfDay, isMarked, markedRows, rolledWithin, startOfDay, startOfHour } from "./marks.ts";
import { list, merged, names, sumsOfRows } from "./rolled.ts";

const ROLL_TIMEOUT_MS = 30_000;
/** Marks that are looked at in one step: a minute may have as many as requests brought rows for it. */
const MOST_MARKS = 5000;
/** One run at a time rolls up a component; others give up after this wait, and the next run continues. */
const LOCK_TIMEOUT = sql`select set_config('lock_timeout', '10s', true)`;

/**
 * Rolls up the earliest hours of banks or racks that are marked, in one transaction: marks, minutes, hours and
 * days always agree.
 * @param most minutes of banks or racks, at most an hour more
 * @returns in how many hours of banks or racks they lay; 0: nothing is marked
 * @throws {DatabaseError}
 */
export async function roll(
  transact: Transact,
  site: Site,
  component: RolledComponent,
  most: number,
): Promise<number> {
  const results = await transact(
    [
      LOCK_TIMEOUT,
      sql`select pg_advisory_xact_lock(hashtext('ess_roll'), hashtext(${component}::text))`,
      rollStatement(site, component, most),
    ],
    { timeoutMs: ROLL_TIMEOUT_MS },
  );
  return Number(results.at(-1)?.[0]?.hours ?? 0);
}

function rollStatement(site: Site, component: RolledComponent, most: number): SQL {
  const columns = rollupColumns(site, component);
  const table = (level: Level) => sql.identifier(rollupTable(component, level));
  const same = (a: string, b: string) => sql.raw(`${a}.bank = ${b}.bank and ${a}.rack = ${b}.rack`);
  const own = list(columns.map(({ name }) => sql`r.${sql.identifier(name)}`));
  const write = (level: Level) => sql`
    ${sql.raw(`empty_${level}`)} as materialized (
      select bank, rack, at from ${sql.raw(`todo_${level}`)} except select bank, rack, at from ${sql.raw(`new_${level}`)}
    ), ${sql.raw(`gone_${level}`)} as (
      delete from ${table(level)} as old using ${sql.raw(`empty_${level}`)} as empty
      where ${same("old", "empty")} and old.at = empty.at
    ), ${sql.raw(`written_${level}`)} as (
      insert into ${table(level)} (bank, rack, at, ${names(columns)})
      select bank, rack, at, ${names(columns)} from ${sql.raw(`new_${level}`)}
      on conflict (bank, rack, at) do update set ${overwritten(columns)}
    )`;
  return sql`
    with due as (
      select bank, rack, hour from (
        select *, sum(minutes) over (order by hour, bank, rack) - minutes as before from (
          select bank, rack, hour, bit_count(bit_or(minutes)::bit(64)) as minutes from (
            select * from ess_dirty where component = ${component}::text order by hour limit ${MOST_MARKS}
          ) as earliest group by bank, rack, hour
        ) as hours
      ) as hours where before < ${most}
    ), taken as (
      delete from ess_dirty as d using due
      where d.component = ${component}::text and ${same("d", "due")} and d.hour = due.hour
      returning d.bank, d.rack, d.hour, d.minutes
    ), todo_hour as materialized (
      select bank, rack, hour as at, bit_or(minutes) as mask from taken group by bank, rack, hour
    ), todo_minute as (
      select bank, rack, at + minute * interval '1 minute' as at
      from todo_hour, generate_series(0, 59) as minute where mask >> minute & 1 = 1
    ), todo_day as (
      select distinct bank, rack, ${startOfDay(site, sql`at`)} as at from todo_hour
    ), new_minute as materialized (
      ${sumsOfRows({ site, component }, columns, markedRows({ site, component }, "todo_hour"))}
    ), minute as (
      select bank, rack, at, ${names(columns)} from new_minute
      union all
      select r.bank, r.rack, r.at, ${own} from ${rolledWithin(rollupTable(component, "minute"), sql`todo_hour`, sql`d.at + interval '1 hour'`)}
      where not ${isMarked("d", sql`r.at`)}
    ), new_hour as materialized (
      select bank, rack, at, ${merged(columns)}
      from (select bank, rack, ${startOfHour(site, sql`at`)} as at, ${names(columns)} from minute) as m group by bank, rack, at
    ), hour as (
      select bank, rack, at, ${names(columns)} from new_hour
      union all
      select r.bank, r.rack, r.at, ${own} from ${rolledWithin(rollupTable(component, "hour"), sql`todo_day`, endOfDay(site, sql`d.at`))}
      where not exists (select from todo_hour as t where ${same("t", "r")} and t.at = r.at)
    ), new_day as materialized (
      select bank, rack, at, ${merged(columns)}
      from (select bank, rack, ${startOfDay(site, sql`at`)} as at, ${names(columns)} from hour) as h group by bank, rack, at
    ), ${sql.join(LEVELS.map(write), sql`, `)}
    select count(*) as hours from todo_hour`;
}

const overwritten = (columns: readonly RollupColumn[]): SQL =>
  list(columns.map(({ name }) => sql`${sql.identifier(name)} = excluded.${sql.identifier(name)}`));
