import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { BANK_ID, KEYS, type Place, RACK_ID, TIMESTAMP } from "../../site/site.ts";
import { utcText } from "../../time/instant.ts";
import { tableOf } from "./tables.ts";

/** Which rows: those of a component, of one bank or rack where named, in [start, end) where bounded. */
export type Selection = Place & {
  bank?: number | undefined;
  rack?: number | undefined;
  /** Microseconds since 1970. */
  start?: number | undefined;
  end?: number | undefined;
};

/** Place of a row in the order of a selection: microseconds since 1970, then the ids that vary in it. */
export type Key = readonly number[];

export const timeColumn = ({ site, component }: Selection): PgColumn =>
  tableOf(site, component).column(TIMESTAMP);

/** The columns that rows are ordered by: the key, time first, without the ids that the selection fixes. */
export function orderColumns({ site, component, bank, rack }: Selection): PgColumn[] {
  const { column } = tableOf(site, component);
  const ids = KEYS[component].filter(
    (name) => (name === BANK_ID && bank === undefined) || (name === RACK_ID && rack === undefined),
  );
  return [TIMESTAMP, ...ids].map(column);
}

/** The same as a list for `order by`. */
export const rowOrder = (selection: Selection, direction: "asc" | "desc" = "asc"): SQL =>
  sql.join(
    orderColumns(selection).map((column) =>
      direction === "asc" ? sql`${column}` : sql`${column} desc`,
    ),
    sql`, `,
  );

export function where(selection: Selection, ...more: (SQL | undefined)[]): SQL {
  const { site, component, bank, rack, start, end } = selection;
  const { column } = tableOf(site, component);
  const conditions = [
    bank === undefined ? undefined : sql`${column(BANK_ID)} = ${bank}::int`,
    rack === undefined ? undefined : sql`${column(RACK_ID)} = ${rack}::int`,
    start === undefined ? undefined : sql`${column(TIMESTAMP)} >= ${instant(start)}`,
    end === undefined ? undefined : sql`${column(TIMESTAMP)} < ${instant(end)}`,
    ...more,
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? sql`` : sql` where ${sql.join(conditions, sql` and `)}`;
}

export const from = ({ site, component }: Selection): SQL =>
  sql` from ${tableOf(site, component).table}`;

export const instant = (micros: number): SQL => sql`${utcText(micros)}::timestamptz`;

/** The row's key as text, `1652108400000000,2,7`. */
export function keyText(columns: readonly SQL[]): SQL {
  const [time = sql`null`, ...ids] = columns;
  return sql`concat_ws(',', (extract(epoch from ${time}) * 1000000)::bigint, ${sql.join(ids.length > 0 ? ids : [sql`null`], sql`, `)})`;
}

export const parseKey = (text: string): Key => text.split(",").map(Number);
