import { type SQL, sql } from "drizzle-orm";
import { RANGES } from "../../domain/indicators/plausible.ts";
import { GAPS, isGap, MEASURES, type Measure } from "../../domain/indicators/sample.ts";
import { columnOf } from "../../site/roles.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import { BANK_ID, type Site } from "../../site/site.ts";
import { tableOf } from "./tables.ts";

export type SampledPlace = { site: Site; component: RolledComponent };

/**
 * What is measured, as `measured` in src/domain/indicators/sample.ts takes it; of a bank's current the part of a rack.
 * @param racks how many racks the row's bank has
 */
export function measurement(place: SampledPlace, measure: Measure, racks: SQL): SQL {
  const column = columnOf(place.site, place.component, MEASURES[measure].role);
  const own = column && sql`${tableOf(place.site, place.component).column(column.name)}`;
  if (own && measure === "currentA" && place.component === "bank") return sql`(${own} / ${racks})`;
  if (own && !isGap(measure)) return own;
  if (!isGap(measure)) return sql`null::float8`;
  const [highest, lowest] = GAPS[measure];
  const [high, low] = [measurement(place, highest, racks), measurement(place, lowest, racks)];
  const difference = sql`case when ${isPlausible(high, highest)} and ${isPlausible(low, lowest)} then ${high} - ${low} end`;
  return own ? sql`coalesce(${own}, ${difference})` : sql`(${difference})`;
}

/** NaN is more than any number for Postgres, and so outside too. */
export function isPlausible(value: SQL, measure: Measure): SQL {
  const [least, most] = RANGES[MEASURES[measure].quality];
  return sql`${value} between ${least}::float8 and ${most}::float8`;
}

/** A measurement that is there and plausible, otherwise null. */
export function plausibleMeasurement(place: SampledPlace, measure: Measure, racks: SQL): SQL {
  const given = measurement(place, measure, racks);
  return sql`case when ${isPlausible(given, measure)} then ${given} end`;
}

/** How many racks the bank of a row has. */
export function racksOfRow({ site, component }: SampledPlace): SQL {
  const bank = tableOf(site, component).column(BANK_ID);
  const cases = site.banks.map(({ id, racks }) => sql.raw(` when ${id} then ${racks}`));
  return sql`case ${bank}${sql.join(cases)} end`;
}
