import { type SQL, sql } from "drizzle-orm";
import type { Column } from "../sites/site.ts";
import { constantOffset, offsetText, type TimeFormat } from "../sites/time.ts";
import { madeOnce, withInnerIdentifiers } from "./inner-names.ts";
import type { Selection } from "./selection.ts";
import { tableOf } from "./tables.ts";

/** `csv`: fields as RFC 4180 wants them. `tsv`: fields as they are, for the worker to take apart. */
export type Layout = "csv" | "tsv";

export type Rendering = { columns: readonly Column[]; timeFormat: TimeFormat; layout: Layout };

/** Postgres passes at most 100 arguments to a function. */
const MOST_ARGUMENTS = 90;

/**
 * The text of one row, made by Postgres: measured, this costs it about what COPY does, and the worker
 * hardly anything. A missing value is empty; so is NaN or Infinity, which JSON cannot hold.
 * @param rows the clauses, from `from` on, that choose the rows whose texts are made
 */
export function renderRow(
  selection: Selection,
  { columns, timeFormat, layout }: Rendering,
  rows: SQL,
): SQL {
  const separator = layout === "csv" ? "," : "\t";
  const parts: SQL[] = [];
  for (let i = 0; i < columns.length; i += MOST_ARGUMENTS) {
    const some = columns.slice(i, i + MOST_ARGUMENTS);
    const template = (i === 0 ? "" : separator) + some.map(() => "%s").join(separator);
    const values = some.map((part) => renderValue(part, selection, { timeFormat, layout }, rows));
    parts.push(sql`format(${template}, ${sql.join(values, sql`, `)})`);
  }
  return sql.join(parts, sql` || `);
}

function renderValue(
  { name, type, innerKey }: Column,
  selection: Selection,
  { timeFormat, layout }: Omit<Rendering, "columns">,
  rows: SQL,
): SQL {
  const value = sql`${tableOf(selection.site, selection.component).column(name)}`;
  switch (type) {
    case "timestamptz":
      return renderTime(value, selection, timeFormat);
    case "double precision":
      return sql`case when ${value} - ${value} = 0 then ${value} end`;
    case "text":
      return innerKey === undefined
        ? renderText(asJson(value), layout)
        : madeOnce(value, rows, (text) =>
            renderText(withInnerIdentifiers(asJson(text), innerKey), layout),
          );
    case "integer":
      return value;
  }
}

/** Objects were Python literals in the original's tables; on the wire they are JSON. */
export const asJson = (value: SQL): SQL => {
  const words = [
    ["None", "null"],
    ["True", "true"],
    ["False", "false"],
  ];
  const python = words.reduce(
    (text, [from, to]) => sql`replace(${text}, ${from}, ${to})`,
    sql`replace(${value}, '''', '"')`,
  );
  return sql`case when ${value} like '{''%' then ${python} else ${value} end`;
};

const renderText = (text: SQL, layout: Layout): SQL =>
  layout === "csv"
    ? sql`'"' || replace(${text}, '"', '""') || '"'`
    : sql`translate(${text}, E'\t\n\r', '   ')`;

export function renderTime(time: SQL, { site, start, end }: Selection, format: TimeFormat): SQL {
  switch (format) {
    case "unix":
      return sql`(extract(epoch from ${time}) * 1000)::bigint`;
    case "utc":
      return sql`${wallText(time, "UTC")} || 'Z'`;
    case "local":
      return wallText(time, site.timeZone);
    case "iso": {
      const bounded = start !== undefined && end !== undefined && start < end;
      const offset = bounded ? constantOffset(start, end, site.timeZone) : undefined;
      const suffix =
        offset === undefined ? offsetOf(time, site.timeZone) : sql`${offsetText(offset)}::text`;
      return sql`${wallText(time, site.timeZone)} || ${suffix}`;
    }
  }
}

const wallText = (time: SQL, zone: string): SQL =>
  sql`replace((${time} at time zone ${zone})::text, ' ', 'T')`;

/** The offset of each row's own moment, for ranges in which the zone's clocks change. */
function offsetOf(time: SQL, zone: string): SQL {
  const east = sql`((${time} at time zone ${zone}) - (${time} at time zone 'UTC'))`;
  return sql`case when ${east} < interval '0' then '-' || to_char(-${east}, 'HH24:MI') else '+' || to_char(${east}, 'HH24:MI') end`;
}
