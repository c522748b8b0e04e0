import { COMPONENTS, type Component, KEYS, type Site } from "../../src/sites/site.ts";

/** SQL that creates the tables of a site's components: the text of the site's first migration. */
export function createTables(site: Site): string {
  const title = `-- Operating site ${site.id}, ${site.name.en}: one table per component, columns as its BMS and PCS report them.`;
  return `${[title, ...COMPONENTS.map((component) => createTable(site, component))].join("\n\n")}\n`;
}

function createTable(site: Site, component: Component): string {
  const key = KEYS[component];
  const columns = site.components[component].map(
    ({ name, type }) => `  "${name}" ${type}${key.includes(name) ? " not null" : ""}`,
  );
  const lines = [...columns, `  primary key (${quoted(key)})`].join(",\n");
  const table = `create table ${component} (\n${lines}\n) partition by range ("TIMESTAMP");`;
  return key.length === 1 ? table : `${table}\n\n${timeIndex(component, key)}`;
}

/** The primary key serves one bank or rack; this index serves all of them by time, as downloads ask. */
function timeIndex(component: Component, key: readonly string[]): string {
  const columns = ["TIMESTAMP", ...key.filter((name) => name !== "TIMESTAMP")];
  return `create index ${component}_by_time on ${component} (${quoted(columns)});`;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
