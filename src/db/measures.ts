import { type SQL, sql } from "drizzle-orm";
import { RANGES } from "../indicators/plausible.ts";
import { GAPS, isGap, MEASURES, type Measure } from "../indicators/sample.ts";
import type { RolledComponent } from "../sites/rollup.ts";
import type { Site } from "../sites/site.ts";
import { plausibleIn } from "./plausible.ts";
import { tableOf } from "./tables.ts";

/**
 * A measurement of a row as `measured` of src/indicators has it: null where it is missing or cannot be true. A
 * bank's current is divided by its racks; a gap that is missing is the difference of its extremes.
 */
export function measureValue(site: Site, component: RolledComponent, measure: Measure): SQL {
  const { quality, [component]: name } = MEASURES[measure];
  const [least, most] = RANGES[quality];
  const within = (value: SQL) => plausibleIn(value, { least, most });
  if (isGap(measure)) {
    const [highest, lowest] = GAPS[measure];
    const difference = sql`${measureValue(site, component, highest)} - (${measureValue(site, component, lowest)})`;
    if (name === null) return within(sql`(${difference})`);
    const given = columnOf(site, component, name);
    return sql`case when ${given} is null then ${within(sql`(${difference})`)} else ${within(given)} end`;
  }
  if (name === null) return sql`null::float8`;
  const given = columnOf(site, component, name);
  return within(component === "bank" && measure === "currentA" ? perRack(site, given) : given);
}

const columnOf = (site: Site, component: RolledComponent, name: string): SQL =>
  sql`${tableOf(site, component).column(name)}`;

function perRack(site: Site, current: SQL): SQL {
  const bank = columnOf(site, "bank", "BANK_ID");
  const cases = site.banks.map(({ id, racks }) => sql.raw(` when ${id} then ${racks}`));
  return sql`(${current} / case ${bank}${sql.join(cases)} end)`;
}
