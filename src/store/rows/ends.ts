import { type SQL, sql } from "drizzle-orm";
import { BANK_ID, KEYS, RACK_ID } from "../../site/site.ts";
import type { Edges } from "../../time/buckets.ts";
import type { BoundedSelection } from "../rollups/parts.ts";
import type { Ask } from "../sql/client.ts";
import { plausibleValue } from "../sql/plausible.ts";
import { from, timeColumn, where } from "../sql/selection.ts";
import { sourceValues } from "../sql/sources.ts";
import { tableOf } from "../sql/tables.ts";

const ENDS_TIMEOUT_MS = 30_000;

/** First and last values of columns in a bucket, by their names; null where none can be true. */
export type Ends = {
  bucket: number;
  bank: number;
  rack: number;
  values: Record<string, { first: number | null; last: number | null }>;
};

/**
 * The first and the last value of columns in each bucket of each source, from the rows themselves: two looks into
 * the index for each of them, however many rows there are.
 * @throws {DatabaseError}
 */
export async function askEnds(
  ask: Ask,
  selection: BoundedSelection,
  columns: readonly string[],
  edges: Edges,
): Promise<Ends[]> {
  if (edges.length < 2) return [];
  const { start, end } = selection;
  const cut = edges.map((edge) => Math.min(Math.max(edge, start), end) / 1_000_000);
  const values = columns.flatMap((column, i) => [
    sql`(${endValue(selection, column, "asc")}) as ${sql.identifier(`first_${i}`)}`,
    sql`(${endValue(selection, column, "desc")}) as ${sql.identifier(`last_${i}`)}`,
  ]);
  const rows = await ask(
    sql`select number - 1 as number, bank, rack, ${sql.join(values, sql`, `)}
      from ${sourceValues(selection)} as source (bank, rack), (
        select number, to_timestamp(edge) as opening, to_timestamp(lead(edge) over (order by number)) as closing
        from unnest(${`{${cut.join(",")}}`}::float8[]) with ordinality as cut (edge, number)
      ) as bucket where closing is not null order by bank, rack, number`,
    { timeoutMs: ENDS_TIMEOUT_MS },
  );
  const number = (text: string | null | undefined) => (text == null ? null : Number(text));
  return rows.map((row) => ({
    bucket: Number(row.number),
    bank: Number(row.bank),
    rack: Number(row.rack),
    values: Object.fromEntries(
      columns.map((column, i) => [
        column,
        { first: number(row[`first_${i}`]), last: number(row[`last_${i}`]) },
      ]),
    ),
  }));
}

/** The value of a bucket's first or last row that has one. */
function endValue(selection: BoundedSelection, column: string, direction: "asc" | "desc"): SQL {
  const { site, component, start, end } = selection;
  const table = tableOf(site, component);
  const time = timeColumn(selection);
  const value = plausibleValue(selection, column);
  const ids = KEYS[component].flatMap((name) =>
    name === BANK_ID
      ? sql`${table.column(name)} = source.bank`
      : name === RACK_ID
        ? sql`${table.column(name)} = source.rack`
        : [],
  );
  const conditions = [
    ...ids,
    sql`${time} >= bucket.opening`,
    sql`${time} < bucket.closing`,
    sql`${value} is not null`,
  ];
  return sql`select ${value}${from(selection)}${where({ site, component, start, end }, ...conditions)} order by ${time} ${sql.raw(direction)} limit 1`;
}
