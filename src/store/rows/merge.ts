import { type SQL, sql } from "drizzle-orm";
import { type Column, KEYS, type Place, REVISION, WRITTEN } from "../../site/site.ts";
import { tableOf } from "../sql/tables.ts";

/**
 * Lets one merge at a time into a component's table, until the transaction ends: two that make the same months,
 * or write the same rows, in another order would wait for each other.
 */
export const lockComponent = ({ component }: Place): SQL =>
  sql`select pg_advisory_xact_lock(hashtext('ess_import'), hashtext(${component}::text))`;

/** Makes the months that moments lie in; `moments` is an expression over rows of `source`. */
export const ensureMonths = ({ site, component }: Place, moments: SQL, source: SQL): SQL =>
  sql`select ess_ensure_month(${component}::text, ${moments}, ${site.timeZone}::text) from ${source}`;

/**
 * The one way in which rows come into a component's table, as common table expressions: of rows with one key
 * in `given` (the columns and `ess_row`, their order) the last counts; what is there already is updated where
 * a value differs. Ends with `counts`: keys, inserted, updated, unchanged.
 */
export function mergeInto(
  place: Place,
  columns: readonly Column[],
  given: SQL,
  { hasChangeLog }: { hasChangeLog: boolean },
): SQL {
  const table = tableOf(place.site, place.component).table;
  const key = names(KEYS[place.component]);
  const all = names(columns.map(({ name }) => name));
  const isKey = (name: string) => KEYS[place.component].includes(name);
  const values = names(columns.flatMap(({ name }) => (isKey(name) ? [] : [name])));
  const same = key.map((name) => sql`t.${name} = last.${name}`);
  // A newly written row has revision 0; foreign tables do not say which rows are new.
  const inserted = hasChangeLog
    ? sql`(select count(*) from written where revision = 0)`
    : sql`(select count(*) from last) - (select count(*) from found)`;
  return sql`given as (${given}), last as (
      select distinct on (${list(key)}) ${list(all)} from given order by ${list(key)}, ess_row desc
    )${hasChangeLog ? sql`` : sql`, found as (select from last join ${table} as t on ${sql.join(same, sql` and `)})`}, written as (
      insert into ${table} as t (${list(all)}) select ${list(all)} from last order by ${list(key)}
      on conflict (${list(key)}) ${onConflict(values, hasChangeLog)}
      returning ${hasChangeLog ? sql`t.${sql.identifier(REVISION)}` : sql`0`} as revision
    ), counts as (
      select keys, inserted, written - inserted as updated, keys - written as unchanged from (
        select (select count(*) from last) as keys, (select count(*) from written) as written, ${inserted} as inserted
      ) as c
    )`;
}

function onConflict(values: readonly SQL[], hasChangeLog: boolean): SQL {
  if (values.length === 0) return sql`do nothing`;
  const log = hasChangeLog
    ? [
        sql`${sql.identifier(WRITTEN)} = now()`,
        sql`${sql.identifier(REVISION)} = t.${sql.identifier(REVISION)} + 1`,
      ]
    : [];
  const set = [...values.map((name) => sql`${name} = excluded.${name}`), ...log];
  const before = list(values.map((name) => sql`t.${name}`));
  const after = list(values.map((name) => sql`excluded.${name}`));
  return sql`do update set ${list(set)} where (${before}) is distinct from (${after})`;
}

const names = (columns: readonly string[]): SQL[] =>
  columns.map((name) => sql`${sql.identifier(name)}`);

const list = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
