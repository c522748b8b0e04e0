import { limitsOf } from "../../src/site/plausible.ts";
import {
  DUE,
  LEVELS,
  type RolledComponent,
  rollupColumns,
  rollupTable,
} from "../../src/site/rollup.ts";
import {
  COMPONENTS,
  type Component,
  KEYS,
  QUALITY,
  REVISION,
  type Site,
  WRITTEN,
} from "../../src/site/site.ts";

/** The migrations of a site that follow from its definition, by file name, in the order they are applied. */
export const siteMigrations = (site: Site): Record<string, string> => ({
  "0001_components.sql": createTables(site),
  "0002_change_log.sql": addChangeLog(site),
  "0003_rollups.sql": addRollups(site),
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

/**
 * SQL that adds the rollups of banks and racks and the triggers that mark what they lack. Rows that are there
 * already are marked by the hours between the first and the last of them, without being read.
 */
function addRollups(site: Site): string {
  const title = `-- Operating site ${site.id}, ${site.name.en}: rows rolled up to minutes, hours and days, and what marks those to be made.`;
  const components = ["bank", "rack"] as const;
  return `${[title, ...components.flatMap((component) => [...rollupTables(site, component), triggers(site, component), markAll(site, component)])].join("\n\n")}\n`;
}

function rollupTables(site: Site, component: RolledComponent): string[] {
  const columns = rollupColumns(site, component).map(({ name, type, merge }) => {
    const isCount = merge === "sum" && type === "integer";
    return `  ${name} ${type}${isCount ? " not null" : ""}`;
  });
  const [finest, ...coarser] = LEVELS.map((level) => rollupTable(component, level));
  return [
    `create table ${finest} (
  bank integer not null,
  rack integer not null,${component === "bank" ? " -- 0: the bank itself" : ""}
  at timestamptz not null, -- beginning of the ${LEVELS[0]}
${columns.join(",\n")},
  primary key (bank, rack, at)
);`,
    ...coarser.map((table) => `create table ${table} (like ${finest} including all);`),
  ];
}

const works = (component: RolledComponent): string => DUE[component].join(",");

function triggers(site: Site, component: RolledComponent): string {
  const [zone, due] = [`'${site.timeZone}'`, `'${works(component)}'`];
  const mark = (name: string, event: string, table: string) =>
    `create trigger ess_${name} after ${event} on ${component} referencing ${table} table as changed
  for each statement execute function ess_mark_${component}(${zone}, ${due});`;
  return [
    mark("inserted", "insert", "new"),
    mark("updated_from", "update", "old"),
    mark("updated_to", "update", "new"),
    mark("deleted", "delete", "old"),
    `create trigger ess_emptied after truncate on ${component}
  for each statement execute function ess_forget(${zone}, ${due}, '${component}');`,
    `select ess_watch('${component}', inhrelid::regclass::text) from pg_inherits where inhparent = '${component}'::regclass;`,
  ].join("\n");
}

function markAll(site: Site, component: RolledComponent): string {
  const units = site.banks.flatMap(({ id, racks }) =>
    component === "bank"
      ? [`(${id}, 0)`]
      : Array.from({ length: racks }, (_, i) => `(${id}, ${i + 1})`),
  );
  return `with extent as (
  select min("TIMESTAMP") as first, max("TIMESTAMP") as last from ${component}
), hour as (
  select bank, rack, hour from (values ${units.join(", ")}) as unit (bank, rack), extent,
    generate_series(date_bin('1 hour', first, timestamp '2000-01-03 00:00' at time zone '${site.timeZone}'), last, interval '1 hour') as hour
), marked as (
  insert into ess_dirty (component, bank, rack, hour, minutes) select '${component}', bank, rack, hour, (1::bigint << 60) - 1 from hour
)
insert into ess_due (work, bank, rack, day, since)
select work, bank, rack, (hour at time zone '${site.timeZone}')::date as day, min(hour)
from hour, unnest(string_to_array('${works(component)}', ',')) as work group by work, bank, rack, day;`;
}
