import { sql } from "drizzle-orm";
import type { Checkpoint } from "../../domain/events/replay.ts";
import { utcText } from "../../time/instant.ts";
import type { Ask, Row } from "../sql/client.ts";

/** A day of a unit and the moment, microseconds since 1970, that a checkpoint may at most have. */
export type CheckpointQuestion = { bank: number; rack: number; day: string; since: number };

export type Checkpoints = {
  /** Of the unit: a write that was not preceded by another one finds it unchanged. */
  version: number;
  before: Checkpoint | undefined;
  own: Checkpoint | undefined;
  next: string | undefined;
};

/** What earlier runs left of units and days: one answer for each question, in their order. */
export async function askCheckpoints(
  ask: Ask,
  site: number,
  questions: readonly CheckpointQuestion[],
): Promise<Checkpoints[]> {
  const given = questions.map(({ since, ...question }, i) => ({
    i,
    ...question,
    since: utcText(since),
  }));
  const micros = (time: string) => sql.raw(`(extract(epoch from ${time}) * 1000000)::bigint`);
  const rows = await ask(sql`
    select coalesce(unit.version, 0) as version, next.day::text as next,
      before.day::text as before_day, ${micros("before.at")} as before_at, before.state as before_state,
      own.day::text as own_day, ${micros("own.at")} as own_at, own.state as own_state
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g (i int, bank int, rack int, day date, since timestamptz)
    left join protection_unit as unit on (unit.site, unit.bank, unit.rack) = (${site}::int, g.bank, g.rack)
    left join protection_checkpoint as own on (own.site, own.bank, own.rack, own.day) = (${site}::int, g.bank, g.rack, g.day)
    left join lateral (
      select day, at, state from protection_checkpoint as c
      where (c.site, c.bank, c.rack) = (${site}::int, g.bank, g.rack) and c.at <= g.since order by at desc limit 1
    ) as before on true
    left join lateral (
      select day from protection_checkpoint as c
      where (c.site, c.bank, c.rack) = (${site}::int, g.bank, g.rack) and c.day > g.day order by day limit 1
    ) as next on true
    order by g.i`);
  return rows.map((row) => ({
    version: Number(row.version),
    before: checkpointOf(row, "before"),
    own: checkpointOf(row, "own"),
    next: row.next ?? undefined,
  }));
}

function checkpointOf(row: Row, name: "before" | "own"): Checkpoint | undefined {
  const [day, at, state] = [row[`${name}_day`], row[`${name}_at`], row[`${name}_state`]];
  return day == null || state == null ? undefined : { day, at: Number(at), state };
}
