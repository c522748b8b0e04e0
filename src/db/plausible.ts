import { type SQL, sql } from "drizzle-orm";
import { limitsOf } from "../sites/plausible.ts";
import type { Place } from "../sites/site.ts";
import { tableOf } from "./tables.ts";

/**
 * The value of a numeric column, or null where it is missing or cannot be true; of a percentage half a point
 * outside 0–100 the nearer end. The same as `plausible` of src/indicators, for the columns that have limits.
 */
export function plausibleValue({ site, component }: Place, name: string): SQL {
  const column = tableOf(site, component).column(name);
  const limit = limitsOf({ site, component }).find((known) => known.column.name === name);
  // NaN and Infinity: their difference with themselves is NaN.
  if (!limit) return sql`case when ${column} - ${column} = 0 then ${column} end`;
  return plausibleIn(sql`${column}`, limit, limit.column.unit);
}

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
