import { type SQL, sql } from "drizzle-orm";
import { limitsOf } from "../../site/plausible.ts";
import type { Place } from "../../site/site.ts";
import { tableOf } from "./tables.ts";

/**
 * The value of a numeric column, or null where it is missing or cannot be true: outside its limits, or without
 * any beyond ±1e15; of a percentage half a point
 * outside 0–100 the nearer end. The same as `plausible` of src/domain/indicators, for the columns that have limits.
 */
export function plausibleValue({ site, component }: Place, name: string): SQL {
  const column = tableOf(site, component).column(name);
  const limit = limitsOf({ site, component }).find((known) => known.column.name === name);
  // NaN is more than any number for Postgres; sums of what is left cannot overflow.
  if (!limit) return sql`case when abs(${column}) <= ${number(MOST)} then ${column} end`;
  return plausibleIn(sql`${column}`, limit, limit.column.unit);
}

/** No measurement of a battery is larger, in any unit. */
const MOST = 1e15;

/** The same of an expression with limits of its own. */
export function plausibleIn(
  value: SQL,
  { least, most }: { least: number; most: number },
  unit?: string,
): SQL {
  const taken = unit === "%" ? sql`least(greatest(${value}, 0), 100)` : value;
  return sql`case when ${value} between ${number(least)} and ${number(most)} then ${taken} end`;
}

/** A constant of the code, not of a request: it stands in the statement, where Postgres need not parse it. */
const number = (value: number): SQL => sql.raw(`(${Number(value)})::float8`);
