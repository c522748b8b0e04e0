import { type SQL, sql } from "drizzle-orm";
import type { Column, Conversion } from "../../site/site.ts";
import { MOST_OBJECT_CHARACTERS } from "../../site/site.ts";
import { constantOffset, offsetText, type TimeFormat } from "../../time/instant.ts";
import { type Layout, ROW_SEPARATORS } from "./layout.ts";
import type { Selection } from "./selection.ts";
import { tableOf } from "./tables.ts";

/**
 * Characters of an identifier inside an object, base64url: 36 bits tell its few names apart. Each stands in
 * every row: 16 instead of 6 made a download of bank data slower by 13 to 20 per cent.
 */
const CHARACTERS = 6;

/** Rows whose values are looked at ahead. */
const SAMPLE = 100;

/**
 * A JSON object with an identifier for every name, in the order of the identifiers: SHA-256 of the key, which
 * has a fixed length, and the name. Numbers, texts and flags stay; an object or a list within would show more
 * names and becomes null. So does the whole where it is no object.
 */
const withInnerIdentifiers = (json: SQL, key: string): SQL => sql`case
  when length(${json}) > ${MOST_OBJECT_CHARACTERS}::int then null
  when pg_input_is_valid(${json}, 'jsonb') and ${json} is json object then (
    select '{' || coalesce(string_agg('"' || identifier || '":' || inside, ',' order by identifier), '') || '}'
    from (select left(translate(encode(sha256(convert_to(${key}::text || name, 'UTF8')), 'base64'), '+/', '-_'), ${CHARACTERS}::int) collate "C" as identifier,
      case when jsonb_typeof(value) in ('object', 'array') then 'null' else value::text end as inside
      from jsonb_each((${json})::jsonb) as pair (name, value)) as pairs
  ) end`;

/**
 * What `make` makes of a column's value, made once for each value that there is: such objects hardly differ
 * from row to row. The first rows mostly have them all; Postgres looks at the others when one is missing, and
 * only then. It would remember results by itself only where it has statistics.
 * @param rows the clauses, from `from` on, that choose the rows
 */
function madeOnce(column: SQL, rows: SQL, make: (value: SQL) => SQL): SQL {
  const every = sql`(select ${column} as text${rows}) as every_row`;
  const first = sql`(select text from ${every} limit ${SAMPLE}) as first_rows`;
  const made = (source: SQL) =>
    sql`(select jsonb_object_agg(text, ${make(sql`text`)}) from (select distinct text from ${source}) as texts where length(text) <= ${MOST_OBJECT_CHARACTERS}::int)`;
  return sql`case when ${column} is not null then coalesce(${made(first)} ->> ${column}, ${made(every)} ->> ${column}) end`;
}

export type Rendering = {
  columns: readonly Column[];
  /** `micros`: microseconds since 1970, for the worker. */
  timeFormat: TimeFormat | "micros";
  layout: Layout;
};

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
  { name, type, innerKey, conversion }: Column,
  selection: Selection,
  { timeFormat, layout }: Omit<Rendering, "columns">,
  rows: SQL,
): SQL {
  const quoted = tableOf(selection.site, selection.component).quoted(name);
  const value = sql.raw(quoted);
  if (conversion) return renderConverted(quoted, conversion);
  switch (type) {
    case "timestamptz":
      return renderTime(value, selection, timeFormat);
    case "double precision":
      return finite(quoted);
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

/** The value of a quoted column, unless it is NaN or infinite. As one piece: Drizzle takes its time over each. */
const finite = (column: string): SQL =>
  sql.raw(`case when ${column} - ${column} = 0 then ${column} end`);

/** In decimals: 12.3 kW are 12300 W, and not what doubles make of them. */
function renderConverted(column: string, conversion: Conversion): SQL {
  if ("times" in conversion) {
    return sql`trim_scale((${finite(column)})::numeric * ${conversion.times}::numeric)`;
  }
  const micros = sql`(extract(epoch from ${sql.raw(column)}) * 1000000 - ${conversion.secondsSince}::bigint)`;
  return sql`trim_scale(${micros} / 1000000)`;
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

/** The texts of rows as one, without a separator at its end. */
export const joinRows = (line: SQL, layout: Layout, order: SQL): SQL =>
  sql`string_agg(${line}, ${ROW_SEPARATORS[layout]} order by ${order})`;

const renderText = (text: SQL, layout: Layout): SQL =>
  layout === "csv"
    ? sql`'"' || replace(${text}, '"', '""') || '"'`
    : sql`translate(${text}, E'\t\n\r', '   ')`;

export function renderTime(
  time: SQL,
  { site, start, end }: Selection,
  format: Rendering["timeFormat"],
): SQL {
  switch (format) {
    case "micros":
      return sql`(extract(epoch from ${time}) * 1000000)::bigint`;
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
