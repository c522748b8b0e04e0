import {
  doublePrecision,
  integer,
  type PgColumn,
  PgDialect,
  type PgTable,
  pgTable,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { type Column, type Component, QUALITY, type Site } from "../../site/site.ts";

const builders = {
  timestamptz: (name: string) => timestamp(name, { withTimezone: true, mode: "string" }),
  integer,
  "double precision": doublePrecision,
  text,
};

export type ComponentTable = {
  table: PgTable;
  column: (name: string) => PgColumn;
  /** The column as SQL text, with its table: `"table"."COLUMN"`. */
  quoted: (name: string) => string;
};

const dialect = new PgDialect();
const tables = new Map<string, ComponentTable>();

/** The Drizzle table of a component, made from the site's definition. */
export function tableOf(site: Site, component: Component): ComponentTable {
  const id = `${site.id}/${component}`;
  let made = tables.get(id);
  if (!made) {
    made = build(component, [...site.components[component], QUALITY]);
    tables.set(id, made);
  }
  return made;
}

function build(component: Component, columns: readonly Column[]): ComponentTable {
  const table = pgTable(
    component,
    Object.fromEntries(columns.map(({ name, type }) => [name, builders[type](name)])),
  );
  const column = (name: string): PgColumn => {
    const found = table[name as keyof typeof table] as PgColumn | undefined;
    if (!found) throw new Error(`column not found: ${component}.${name}`);
    return found;
  };
  const quoted = (name: string) =>
    `${dialect.escapeName(component)}.${dialect.escapeName(column(name).name)}`;
  return { table, column, quoted };
}
