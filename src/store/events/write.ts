import { type SQL, sql } from "drizzle-orm";
import type { ProtectionEvent, Reading } from "../../domain/events/machine.ts";
import type { Outcome, Replay } from "../../domain/events/replay.ts";
import { findRule } from "../../domain/events/rules.ts";
import { eventText } from "../../domain/events/text.ts";
import { utcText } from "../../time/instant.ts";
import type { Transact } from "../sql/client.ts";

/** What came out of running days of a unit, and the version that the unit had before. */
export type UnitResult = { bank: number; rack: number; version: number; replay: Replay };

/** Webhooks hear of what happened lately: an import of old rows rings nobody. */
const RECENT = sql.raw("interval '24 hours'");

/**
 * Writes the results of a run: events, changes with their numbers, deliveries to the site's webhook, checkpoints.
 * All or nothing, and nothing where another run has written one of the units since it was read (40001).
 * @returns how many deliveries became due
 * @throws {DatabaseError}
 */
export async function writeProtection(
  transact: Transact,
  site: number,
  units: readonly UnitResult[],
): Promise<number> {
  const of = <T extends object>(pick: (unit: UnitResult) => readonly T[]) =>
    JSON.stringify(
      units.flatMap((unit) =>
        pick(unit).map((one) => ({ bank: unit.bank, rack: unit.rack, ...one })),
      ),
    );
  const events = of(({ replay }) => replay.outcomes.map(eventRow));
  const found = of(({ replay }) => replay.found.map(keyRow));
  const ranges = of(({ replay }) =>
    replay.ranges.map(({ from, to }) => ({ from_at: utcText(from), to_at: utcText(to) })),
  );
  const checkpoints = of(({ replay }) =>
    replay.checkpoints.map(({ day, after }) => ({
      day,
      at: after ? utcText(after.at) : null,
      state: after?.state ?? null,
    })),
  );
  const taken = JSON.stringify(
    units.map(({ bank, rack, version }) => ({ site, bank, rack, version })),
  );
  const results = await transact([
    lockChanges,
    sql`select protection_take(${taken}::jsonb)`,
    updateEvents(site, events),
    insertEvents(site, events),
    withdrawEvents(site, ranges, found),
    ...writeCheckpoints(site, checkpoints),
    fillOutbox(site),
  ]);
  return Number(results.at(-1)?.[0]?.count ?? 0);
}

/** From here on numbers of changes are ours alone; `ess.change` keeps the last one before. */
const lockChanges = sql`select pg_advisory_xact_lock(hashtext('protection_change')),
  set_config('ess.change', (select last_value from protection_change)::text, true)`;

const CHANGE = sql.raw("nextval('protection_change')");
const BEFORE = sql.raw("current_setting('ess.change')::bigint");

const EVENT = sql.raw(`(bank int, rack int, code int, level int, start_at timestamptz, source text,
  start_value double precision, start_position int, peak_at timestamptz, peak_value double precision,
  peak_position int, end_at timestamptz, description text, description_eng text, settled boolean, begun boolean)`);

const given = (events: string): SQL => sql`jsonb_to_recordset(${events}::jsonb) as g ${EVENT}`;

const sameEvent = (site: number): SQL =>
  sql`(e.site, e.bank, e.rack, e.code, e.level, e.start_at) = (${site}::int, g.bank, g.rack, g.code, g.level, g.start_at)`;

/** An event that is restored, or continues after its end, is `new` again for followers of the changes. */
const updateEvents = (site: number, events: string): SQL => sql`
  with g as (
    select id, case when settled then g.end_at else e.end_at end as new_end, g.*,
      withdrawn_at is not null or (settled and g.end_at is null and e.end_at is not null) as is_new
    from ${given(events)} join protection_event as e on ${sameEvent(site)} where begun or withdrawn_at is null
  )
  update protection_event as e set
    source = g.source, start_value = g.start_value, start_position = g.start_position,
    description = g.description, description_eng = g.description_eng,
    peak_at = case when settled then g.peak_at else e.peak_at end,
    peak_value = case when settled then g.peak_value else e.peak_value end,
    peak_position = case when settled then g.peak_position else e.peak_position end,
    end_at = new_end, withdrawn_at = null, withdrawn_change = null,
    began_change = case when is_new then ${CHANGE} else began_change end,
    ended_change = case when new_end is null then null when is_new or new_end is distinct from e.end_at then ${CHANGE} else ended_change end
  from g where e.id = g.id and (
    is_new or e.source <> g.source
    or (e.start_value, e.start_position) is distinct from (g.start_value, g.start_position)
    or (settled and (e.peak_at, e.peak_value, e.peak_position, e.end_at) is distinct from (g.peak_at, g.peak_value, g.peak_position, g.end_at)))`;

const insertEvents = (site: number, events: string): SQL => sql`
  insert into protection_event (site, bank, rack, code, level, start_at, source, start_value, start_position,
    peak_at, peak_value, peak_position, end_at, description, description_eng, began_change, ended_change)
  select ${site}::int, bank, rack, code, level, start_at, source, start_value, start_position, peak_at, peak_value,
    peak_position, end_at, description, description_eng, ${CHANGE}, case when end_at is not null then ${CHANGE} end
  from (
    select * from ${given(events)} where begun and not exists (select from protection_event as e where ${sameEvent(site)})
    order by start_at, bank, rack, code, level
  ) as g`;

const withdrawEvents = (site: number, ranges: string, found: string): SQL => sql`
  update protection_event as e set withdrawn_at = now(), withdrawn_change = ${CHANGE}
  from jsonb_to_recordset(${ranges}::jsonb) as r (bank int, rack int, from_at timestamptz, to_at timestamptz)
  where e.site = ${site}::int and e.bank = r.bank and e.rack = r.rack and e.start_at >= r.from_at and e.start_at < r.to_at
    and e.withdrawn_at is null and not exists (
      select from jsonb_to_recordset(${found}::jsonb) as g (bank int, rack int, code int, level int, start_at timestamptz)
      where ${sameEvent(site)})`;

const writeCheckpoints = (site: number, checkpoints: string): SQL[] => {
  const rows = sql`jsonb_to_recordset(${checkpoints}::jsonb) as g (bank int, rack int, day date, at timestamptz, state text)`;
  return [
    sql`delete from protection_checkpoint as c using ${rows}
      where (c.site, c.bank, c.rack, c.day) = (${site}::int, g.bank, g.rack, g.day) and g.at is null`,
    sql`insert into protection_checkpoint (site, bank, rack, day, at, state)
      select ${site}::int, bank, rack, day, at, state from ${rows} where at is not null
      on conflict (site, bank, rack, day) do update set at = excluded.at, state = excluded.state`,
  ];
};

/** What is to be told of: a withdrawn event is, and nothing else of it. */
export const CHANGES = sql`(
  select id, site, level, start_at, end_at, began_change as change, 'new' as kind from protection_event where withdrawn_change is null
  union all
  select id, site, level, start_at, end_at, ended_change, 'ended' from protection_event where withdrawn_change is null and ended_change is not null
  union all
  select id, site, level, start_at, end_at, withdrawn_change, 'withdrawn' from protection_event where withdrawn_change is not null)`;

const fillOutbox = (site: number): SQL => sql`
  with due as (
    insert into protection_delivery (site, webhook, event, change, kind)
    select w.site, w.id, c.id, c.change, c.kind
    from protection_webhook as w join ${CHANGES} as c on c.site = w.site and c.level = any(w.levels)
    where w.site = ${site}::int and c.change > ${BEFORE} and coalesce(c.end_at, c.start_at) > now() - ${RECENT}
    order by c.change returning 1
  ) select count(*) as count from due`;

const keyRow = ({ code, level, start }: ProtectionEvent) => ({
  code,
  level,
  start_at: utcText(start.timeMicros),
});

function eventRow({ event, isSettled, hasBegun }: Outcome) {
  const { code, level, source, start, peak, endMicros } = event;
  const rule = findRule(code);
  const text = rule ? eventText(rule, level, start) : { ko: "", en: "" };
  return {
    ...keyRow(event),
    source,
    ...readingRow("start", start),
    ...readingRow("peak", peak),
    peak_at: utcText(peak.timeMicros),
    end_at: endMicros === null ? null : utcText(endMicros),
    description: text.ko,
    description_eng: text.en,
    settled: isSettled,
    begun: hasBegun,
  };
}

const readingRow = (name: string, { value, position }: Reading) => ({
  [`${name}_value`]: value,
  [`${name}_position`]: position,
});
