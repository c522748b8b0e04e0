import { type SQL, sql } from "drizzle-orm";
import { MOST_OBJECT_CHARACTERS } from "../../site/site.ts";

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
export const withInnerIdentifiers = (json: SQL, key: string): SQL => sql`case
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
export function madeOnce(column: SQL, rows: SQL, make: (value: SQL) => SQL): SQL {
  const every = sql`(select ${column} as text${rows}) as every_row`;
  const first = sql`(select text from ${every} limit ${SAMPLE}) as first_rows`;
  const made = (source: SQL) =>
    sql`(select jsonb_object_agg(text, ${make(sql`text`)}) from (select distinct text from ${source}) as texts where length(text) <= ${MOST_OBJECT_CHARACTERS}::int)`;
  return sql`case when ${column} is not null then coalesce(${made(first)} ->> ${column}, ${made(every)} ->> ${column}) end`;
}
