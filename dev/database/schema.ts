import { limitsOf } from "../../src/sites/plausible.ts";
import {
  COMPONENTS,
  type Component,
  KEYS,
  QUALITY,
  REVISION,
  type Site,
  WRITTEN,
} from "../../src/sites/site.ts";

/** The migrations of a site that follow from its definition, by file name, in the order they are applied. */
export const siteMigrations = (site: Site): Record<string, string> => ({
  "0001_components.sql": createTables(site),
  "0002_change_log.sql": addChangeLog(site),
});

/** SQL that creates the tables of a site's components: the text of the site's first migration. */
function createTables(site: Site): string {
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

/**
 * SQL that adds to a site's tables what ingestion needs: the mask of implausible values, made by the database
 * whichever way a row comes, and when and how often a row was written. The text of the second migration.
 */
function addChangeLog(site: Site): string {
  const title = `-- Operating site ${site.id}, ${site.name.en}: implausible values, last write and corrections of each row.`;
  return `${[title, ...COMPONENTS.map((component) => alterTable(site, component))].join("\n\n")}\n`;
}

function alterTable(site: Site, component: Component): string {
  const bits = limitsOf({ site, component }).map(
    ({ column, least, most, bit }) =>
      `    case when "${column.name}" not between ${least} and ${most} then ${2n ** BigInt(bit)}::bigint else 0 end`,
  );
  // Every bit stands in one term, so that the sum is the mask. NaN is greater than all numbers: not between.
  const mask = bits.length > 0 ? `\n${bits.join(" +\n")}\n  ` : "0";
  return `alter table ${component}
  add column ${WRITTEN} timestamptz not null default now(),
  add column ${REVISION} integer not null default 0,
  add column ${QUALITY.name} bigint not null generated always as (${mask}) stored;

create index ${component}_by_written on ${component} using brin (${WRITTEN});`;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");
