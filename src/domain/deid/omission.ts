import { COMPONENTS, type Component, KEYS, type Site } from "../../site/site.ts";

/** A column that de-identified answers leave out: of one site, or of all where `site` is undefined. */
export type Omission = { site: number | undefined; component: Component; column: string };

const SHAPE = /^(?:([1-9]\d*):)?([a-z]+)\.(\w+)$/;

/**
 * Reads `rack.RACK_SOC,2:bank.BANK_SOC`: component and column, for one site if its number stands before.
 * @returns the omissions; the first word that names no column as `wrong`
 */
export function readOmissions(
  words: readonly string[],
  sites: readonly Site[],
): { omissions: Omission[] } | { wrong: string } {
  const omissions: Omission[] = [];
  for (const word of words) {
    const [, site, name, column = ""] = SHAPE.exec(word) ?? [];
    const component = COMPONENTS.find((one) => one === name);
    const omission = component && { site: site ? Number(site) : undefined, component, column };
    const isKey = component && KEYS[component].includes(column.toUpperCase());
    if (
      !omission ||
      isKey ||
      !sites.some((one) => omittedIn(one, component, [omission]).size > 0)
    ) {
      return { wrong: word };
    }
    omissions.push(omission);
  }
  return { omissions };
}

/** Names of a component's columns that are left out. */
export function omittedIn(
  site: Site,
  component: Component,
  omissions: readonly Omission[],
): ReadonlySet<string> {
  const wanted = omissions
    .filter((one) => one.component === component && (one.site ?? site.id) === site.id)
    .map(({ column }) => column.toLowerCase());
  const names = site.components[component].map(({ name }) => name);
  return new Set(names.filter((name) => wanted.includes(name.toLowerCase())));
}
