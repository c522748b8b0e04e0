import { type SQL, sql } from "drizzle-orm";
import { isRolled, rollupTable } from "../../site/rollup.ts";
import { COMPONENTS, type Component, type Site } from "../../site/site.ts";
import type { Ask, Row } from "../sql/client.ts";
import { from, type Selection, timeColumn, where } from "../sql/selection.ts";

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

/** The same for months removed by retention, from their rollups: one row. */
function rolledBounds({ site, component, bank, rack }: Selection): SQL {
  if (!isRolled(component)) return NONE_ROLLED;
  const micros = (moment: SQL) => sql`(extract(epoch from ${moment}) * 1000000)::bigint`;
  const ofUnit = [
    bank === undefined ? sql`` : sql` and bank = ${bank}::int`,
    rack === undefined ? sql`` : sql` and rack = ${rack}::int`,
  ];
  return sql`select ${micros(sql`min(first_at)`)} as rolled_earliest, ${micros(sql`max(last_at)`)} as rolled_latest
    from ${sql.identifier(rollupTable(component, "day"))} where date_trunc('month', at at time zone ${site.timeZone}::text)::date in (
      select month from ess_dropped_month where component = ${component}::text)${sql.join(ofUnit)}`;
}

const NONE_ROLLED = sql`select null as rolled_earliest, null as rolled_latest`;

/** From the first row of a selection that ever was to just after the last one; undefined if there is none. */
export async function askWholeExtent(
  ask: Ask,
  selection: Selection,
  hasRollups: boolean,
): Promise<{ start: number; end: number } | undefined> {
  const rolled = hasRollups ? rolledBounds(selection) : NONE_ROLLED;
  const [row = {}] = await ask(
    sql`select ${sql.join(boundsOf(selection), sql`, `)}, rolled_earliest, rolled_latest from (${rolled}) as rolled`,
  );
  const known = Object.values(row)
    .flatMap((at) => at ?? [])
    .map(Number);
  return known.length === 0
    ? undefined
    : { start: Math.min(...known), end: Math.max(...known) + 1 };
}
