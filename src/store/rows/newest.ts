import { sql } from "drizzle-orm";
import QuickLRU from "quick-lru";
import { DAY, SECOND } from "../../time/units.ts";
import type { Ask } from "../sql/client.ts";
import { type Rendering, renderRow } from "../sql/render.ts";
import { from, rowOrder, type Selection, timeColumn, where } from "../sql/selection.ts";

/** A replica may lag, and the last rows may be deleted: neither usually goes back further. */
const MARGIN_SECONDS = DAY / SECOND;

/** Seconds since 1970; later times have no text that both Postgres and JavaScript write. */
const YEAR_10000 = 253_402_300_800;

/** Time of the newest row that this isolate last read, seconds since 1970, by unit. */
const lastTimes = new QuickLRU<string, number>({ maxSize: 10_000 });

/**
 * Text of the newest row of a selection; undefined if it has none.
 *
 * Postgres plans a question for the newest row over every partition. A constant bound, shortly before the row that was
 * the newest last time, leaves the last one or two. Any row after a bound is newer than all rows before it, so that
 * the answer never depends on what is remembered; without a row after it, the question is repeated without a bound.
 */
export async function askLatest(
  ask: Ask,
  selection: Selection,
  rendering: Rendering,
): Promise<string | undefined> {
  const { site, component, bank, rack } = selection;
  const unit = `${site.id}/${component}/${bank ?? ""}/${rack ?? ""}`;
  const lastTime = lastTimes.get(unit);
  const bounded =
    lastTime === undefined
      ? undefined
      : await askNewest(
          ask,
          { ...selection, start: (lastTime - MARGIN_SECONDS) * 1_000_000 },
          rendering,
        );
  const newest = bounded ?? (await askNewest(ask, selection, rendering));
  if (newest && newest.time > MARGIN_SECONDS && newest.time < YEAR_10000)
    lastTimes.set(unit, newest.time);
  else lastTimes.delete(unit);
  return newest?.line;
}

async function askNewest(
  ask: Ask,
  selection: Selection,
  rendering: Rendering,
): Promise<{ line: string; time: number } | undefined> {
  const newest = sql`${from(selection)}${where(selection)} order by ${rowOrder(selection, "desc")} limit 1`;
  const [row] = await ask(
    sql`select floor(extract(epoch from ${timeColumn(selection)})) as time, ${renderRow(selection, rendering, newest)} as line${newest}`,
  );
  if (row?.line == null) return undefined;
  return { line: row.line, time: row.time == null ? Number.NaN : Number(row.time) };
}
