import { type SQL, sql } from "drizzle-orm";
import { REVISION, WRITTEN } from "../../site/site.ts";
import type { TimeFormat } from "../../time/instant.ts";
import type { Row, Transact } from "../sql/client.ts";
import { renderTime } from "../sql/render.ts";
import { from, instant, type Selection, timeColumn, where } from "../sql/selection.ts";
import { type Source, sourceColumns, sourceOf } from "../sql/sources.ts";

const UPDATES_TIMEOUT_MS = 60_000;

/** Rows of a source in [start, end) that were written, and when. */
export type Update = Source & {
  start: string;
  end: string;
  added: number;
  corrected: number;
  firstWritten: string;
  lastWritten: string;
};

export type Updates = {
  /** What to ask for next time: nothing that is not in this answer was written before it. */
  until: string;
  /** Changes at most this many seconds apart are one interval. */
  joinedSeconds: number;
  updates: Update[];
};

type Question = {
  /** Microseconds since 1970. */
  since: number;
  timeFormat: TimeFormat;
  /** Approximate limit of intervals; beyond it, adjacent ones are merged. */
  most: number;
};

/**
 * What was written since a moment, by minutes of the rows' own time. `until` is read before the rows are: a
 * transaction that is open then may have written already what only its end makes visible, and has its beginning
 * as the time of its rows; one that begins later has a later time.
 */
export async function askUpdates(
  transact: Transact,
  selection: Selection,
  { since, timeFormat, most }: Question,
): Promise<Updates> {
  const time = (name: string) => renderTime(sql`${sql.raw(name)}`, selection, timeFormat);
  const written = sql.identifier(WRITTEN);
  const revision = sql.identifier(REVISION);
  const minute = sql`date_bin('1 minute', ${timeColumn(selection)}, 'epoch'::timestamptz)`;
  const [safe, rows] = await transact(
    [
      // The second taken off covers what has begun but is not listed yet.
      sql`select ${time("until")} as until from (
        select greatest(${instant(since)}, least(now(), oldest) - interval '1 second') as until
        from (${oldestOpen(instant(since))}) as open
      ) as safe`,
      sql`with minute as (
        select bank, rack, minute, count(*) filter (where revision = 0) as added, count(*) filter (where revision > 0) as corrected,
          min(written) as first, max(written) as last
        from (
          select ${sourceColumns(selection)}, ${minute} as minute, ${revision} as revision, ${written} as written
          ${from(selection)}${where(selection, sql`${written} >= ${instant(since)}`)}
        ) as row group by bank, rack, minute
      ), spaced as (
        select *, minute - lag(minute) over (partition by bank, rack order by minute) as pause from minute
      ), width as (
        select greatest(interval '1 minute', (select pause from spaced where pause is not null order by pause desc offset ${most} limit 1)) as joined
      ), numbered as (
        select *, count(*) filter (where pause is null or pause > joined) over (partition by bank, rack order by minute) as island
        from spaced, width
      ), island as (
        select bank, rack, min(minute) as begins, max(minute) + interval '1 minute' as ends, sum(added) as added, sum(corrected) as corrected,
          min(first) as first, max(last) as last, min(joined) as joined
        from numbered group by bank, rack, island
      )
      select bank, rack, ${time("begins")} as start, ${time("ends")} as finish, added, corrected,
        ${time("first")} as first, ${time("last")} as last, extract(epoch from joined) as joined
      from island order by begins, bank, rack`,
    ],
    { timeoutMs: UPDATES_TIMEOUT_MS },
  );
  return {
    until: String(safe?.[0]?.until),
    joinedSeconds: Number(rows?.[0]?.joined ?? 60),
    updates: (rows ?? []).map(toUpdate),
  };
}

const HIDDEN = sql.raw("'<insufficient privilege>'");

/**
 * Beginning of the oldest transaction of another session in this database. Of a session that belongs to a
 * stranger nothing is shown but that it is in one: as long as it is, `since` stays.
 */
const oldestOpen = (since: SQL): SQL => sql`
  select min(case when query = ${HIDDEN} then ${since} else xact_start end) as oldest
  from pg_stat_activity as other
  where datname = current_database() and pid <> pg_backend_pid() and coalesce(backend_type, '') not like 'autovacuum%'
    and (query <> ${HIDDEN} or exists (
      select from pg_locks where pg_locks.pid = other.pid and locktype = 'virtualxid' and granted))`;

const toUpdate = ({ bank, rack, start, finish, added, corrected, first, last }: Row): Update => ({
  ...sourceOf(bank, rack),
  start: String(start),
  end: String(finish),
  added: Number(added),
  corrected: Number(corrected),
  firstWritten: String(first),
  lastWritten: String(last),
});
