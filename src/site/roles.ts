import type { Column, Component, Role, Site } from "./site.ts";

/**
 * The column of a component that has a role; undefined where the definition has none.
 * @example columnOf(panli, "rack", "dc-voltage")?.name // RACK_VOLTAGE
 */
export const columnOf = (site: Site, component: Component, role: Role): Column | undefined =>
  site.components[component].find((column) => column.role === role);

/**
 * The column of a component that has a role, where the caller cannot do without it.
 * @throws {Error} naming site, component and role
 */
export function requiredColumn(site: Site, component: Component, role: Role): Column {
  const column = columnOf(site, component, role);
  if (!column) {
    throw new Error(
      `Site ${site.id} has no ${component} column with the role "${role}". Add the role to a column of its definition.`,
    );
  }
  return column;
}
