import { type SQL, sql } from "drizzle-orm";
import { isRolled, rollupTable } from "../sites/rollup.ts";
import { COMPONENTS, type Component, type Site } from "../sites/site.ts";
import type { Ask, Row } from "./client.ts";
import { from, type Selection, timeColumn, where } from "./selection.ts";

/** Times of the first and the last row, microseconds since 1970; undefined where there are none. */
export type Extent = { earliest?: number | undefined; latest?: number | undefined };

/** Extents of all components of a site, in one question. */
export async function askExtent(ask: Ask, site: Site): Promise<Record<Component, Extent>> {
  const bounds = COMPONENTS.flatMap((component) => boundsOf({ site, component }));
  const [row = {}] = await ask(sql`select ${sql.join(bounds, sql`, `)}`);
  return Object.fromEntries(
    COMPONENTS.map((component) => [component, extentIn(row, component)]),
  ) as Record<Component, Extent>;
}

/** The extent of a selection, in its range. */
export async function askExtentOf(ask: Ask, selection: Selection): Promise<Extent> {
  const [row = {}] = await ask(sql`select ${sql.join(boundsOf(selection), sql`, `)}`);
  return extentIn(row, selection.component);
}

function boundsOf(selection: Selection): SQL[] {
  const time = timeColumn(selection);
  const rows = sql`${from(selection)}${where(selection)}`;
  const bound = (direction: "asc" | "desc", name: string) =>
    sql`(select (extract(epoch from ${time}) * 1000000)::bigint${rows} order by ${time} ${sql.raw(direction)} limit 1) as ${sql.identifier(`${selection.component}_${name}`)}`;
  return [bound("asc", "earliest"), bound("desc", "latest")];
}

function extentIn(row: Row, component: Component): Extent {
  const at = (name: string) => (row[name] == null ? undefined : Number(row[name]));
  return { earliest: at(`${component}_earliest`), latest: at(`${component}_latest`) };
}

/** The same of months whose rows were given up, by their rollups. */
async function askRolledExtent(
  ask: Ask,
  { site, component, bank, rack }: Selection,
): Promise<Extent> {
  if (!isRolled(component)) return {};
  const micros = (moment: SQL) => sql`(extract(epoch from ${moment}) * 1000000)::bigint`;
  const ofUnit = [
    bank === undefined ? sql`` : sql` and bank = ${bank}::int`,
    rack === undefined ? sql`` : sql` and rack = ${rack}::int`,
  ];
  const [row = {}] = await ask(
    sql`select ${micros(sql`min(first_at)`)} as rolled_earliest, ${micros(sql`max(last_at)`)} as rolled_latest
      from ${sql.identifier(rollupTable(component, "day"))} where date_trunc('month', at at time zone ${site.timeZone}::text)::date in (
        select month from ess_dropped_month where component = ${component}::text)${sql.join(ofUnit)}`,
  );
  return {
    earliest: row.rolled_earliest == null ? undefined : Number(row.rolled_earliest),
    latest: row.rolled_latest == null ? undefined : Number(row.rolled_latest),
  };
}

/** From the first row of a selection that ever was to just after the last one; undefined if there is none. */
export async function askWholeExtent(
  ask: Ask,
  selection: Selection,
  hasRollups: boolean,
): Promise<{ start: number; end: number } | undefined> {
  const rows = await askExtentOf(ask, selection);
  const rollups = hasRollups ? await askRolledExtent(ask, selection) : {};
  const known = [rows, rollups].flatMap(({ earliest, latest }) =>
    earliest === undefined || latest === undefined ? [] : [earliest, latest],
  );
  return known.length === 0
    ? undefined
    : { start: Math.min(...known), end: Math.max(...known) + 1 };
}
