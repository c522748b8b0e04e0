import { findSite } from "../../src/site/registry/registry";
import { columnOf } from "../../src/site/roles";
import { type Component, type Role, wireName } from "../../src/site/site";

/**
 * Name of the field that has a role in the rows of a component; undefined if the site has none.
 * @example fieldOf(2, "rack", "dc-voltage") // rack_voltage
 */
export function fieldOf(siteId: number, component: Component, role: Role): string | undefined {
  const site = findSite(siteId);
  const column = site && columnOf(site, component, role);
  return column && wireName(column);
}
