import { type SQL, sql } from "drizzle-orm";
import { BANK_ID, RACK_ID } from "../../site/site.ts";
import { type Steps, stepAt } from "../../time/grid.ts";
import type { SampledPlace } from "./measures.ts";
import { from, instant, type Selection, timeColumn, where } from "./selection.ts";
import { tableOf } from "./tables.ts";

/** Steps as rows (at, number), the numbers from 1. */
export const numbered = (steps: Steps): SQL =>
  sql`generate_series(${instant(steps.first)}, ${instant(stepAt(steps, steps.count - 1))}, ${width(steps)}) with ordinality as step (at, number)`;

export const width = ({ step }: Pick<Steps, "step">): SQL =>
  sql`${step} * interval '1 microsecond'`;

/** The row is in the window [at, at + step). */
export const inWindow = (place: Selection, steps: Steps): SQL[] => [
  sql`${timeColumn(place)} >= step.at`,
  sql`${timeColumn(place)} < step.at + ${width(steps)}`,
];

/** Which row of the source (bank, rack) stands for the step (at, number). */
type Choice = {
  values: readonly SQL[];
  names: readonly SQL[];
  /** Those of all steps let Postgres leave other months out before it begins. */
  bounds?: { start: number; end: number };
  conditions: readonly SQL[];
  order: "asc" | "desc";
};

/** One row of a source for a step: one look into the index where it is on the key. */
export function rowOfStep(
  place: SampledPlace,
  { values, names, bounds, conditions, order }: Choice,
): SQL {
  const { column } = tableOf(place.site, place.component);
  const named = values.map((value, i) => sql`${value} as ${names[i]}`);
  return sql`select ${sql.join(named, sql`, `)}${from(place)}${where(
    { ...place, ...bounds },
    sql`${column(BANK_ID)} = source.bank`,
    place.component === "rack" ? sql`${column(RACK_ID)} = source.rack` : undefined,
    ...conditions,
  )} order by ${timeColumn(place)} ${sql.raw(order)} limit 1`;
}
