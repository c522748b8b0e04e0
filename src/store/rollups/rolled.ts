import { type SQL, sql } from "drizzle-orm";
import { AVERAGED, type Averaged } from "../../domain/indicators/exsos.ts";
import type { Measure } from "../../domain/indicators/sample.ts";
import { REST_CURRENT_A } from "../../domain/indicators/status.ts";
import {
  EXSOS_SUMS,
  isRolled,
  type RolledComponent,
  type RollupColumn,
  statisticName,
} from "../../site/rollup.ts";
import type { Place, Site } from "../../site/site.ts";
import { plausibleMeasurement, racksOfRow } from "../sql/measures.ts";
import { plausibleValue } from "../sql/plausible.ts";
import { timeColumn } from "../sql/selection.ts";
import { sourceColumns } from "../sql/sources.ts";

/** Expressions over rows of a component, and over them what a column of a rollup is made of. */
type Making = {
  /** Columns of a row that are computed once: name and expression. */
  inner: Map<string, SQL>;
  /** Aggregates over the rows, by the rollup's column. */
  outer: Map<string, SQL>;
};

/** What makes the given columns of a rollup from rows, whose own time is `time`. */
function makingOf(place: Place, columns: readonly RollupColumn[], perMinute: boolean): Making {
  const inner = new Map<string, SQL>();
  const outer = new Map<string, SQL>([
    ["rows", sql`count(*)::int`],
    ["minutes", perMinute ? sql`1` : sql`0`], // 0: not counted
    ["first_at", sql`min(time)`],
    ["last_at", sql`max(time)`],
  ]);
  for (const of of new Set(columns.flatMap((column) => column.of ?? []))) {
    const value = sql.identifier(of.toLowerCase());
    inner.set(of.toLowerCase(), plausibleValue(place, of));
    outer.set(statisticName(of, "n"), sql`count(${value})::int`);
    outer.set(statisticName(of, "sum"), sql`sum(${value})`);
    outer.set(statisticName(of, "min"), sql`min(${value})`);
    outer.set(statisticName(of, "max"), sql`max(${value})`);
  }
  const { site, component } = place;
  if (isRolled(component) && columns.some(({ name }) => name.startsWith("exsos_"))) {
    addExsos(site, component, { inner, outer });
  }
  return { inner, outer };
}

/** Only samples that are complete count. */
function addExsos(site: Site, component: RolledComponent, { inner, outer }: Making): void {
  const nameOf = (measure: Averaged) => EXSOS_SUMS[AVERAGED.indexOf(measure)] ?? measure;
  const place = { site, component };
  const racks = racksOfRow(place);
  const value = (measure: Measure) => plausibleMeasurement(place, measure, racks);
  for (const measure of AVERAGED) inner.set(nameOf(measure), value(measure));
  inner.set("exsos_current", value("currentA"));
  const values = [...AVERAGED.map(nameOf), "exsos_current"].map((name) => sql.identifier(name));
  const complete = sql`num_nulls(${sql.join(values, sql`, `)}) = 0`;
  const limit = sql.raw(String(REST_CURRENT_A));
  const counts = {
    exsos_charge: sql`exsos_current > ${limit}`,
    exsos_discharge: sql`exsos_current < -${limit}`,
    exsos_rest: sql`abs(exsos_current) <= ${limit}`,
  };
  for (const [name, status] of Object.entries(counts)) {
    outer.set(name, sql`(count(*) filter (where ${complete} and ${status}))::int`);
  }
  for (const measure of AVERAGED) {
    const name = nameOf(measure);
    outer.set(name, sql`sum(${sql.identifier(name)}) filter (where ${complete})`);
  }
}

/**
 * Sums of rows: bank, rack (0 where the component has none), at and the given columns.
 * @param rows what follows `from`: the component's table, joined to what chooses the rows, and conditions
 * @param at what the rows are added up by, an expression over the column of time
 */
export function sumsOfRows(
  place: Place,
  columns: readonly RollupColumn[],
  rows: SQL,
  at: (time: SQL) => SQL = MINUTE,
): SQL {
  const { inner, outer } = makingOf(place, columns, at === MINUTE);
  const time = sql`${timeColumn(place)}`;
  const made = [...inner].map(([name, value]) => sql`${value} as ${sql.identifier(name)}`);
  const totals = columns.map(
    ({ name }) => sql`${outer.get(name) ?? sql`null`} as ${sql.identifier(name)}`,
  );
  // `offset 0` keeps Postgres from computing each value again in each of its aggregates.
  return sql`select bank, rack, at, ${list(totals)} from (
      select ${list([sourceColumns(place), sql`${time} as time`, sql`${at(time)} as at`, ...made])} from ${rows} offset 0
    ) as row group by bank, rack, at`;
}

const MINUTE = (time: SQL): SQL => sql`date_bin('1 minute', ${time}, 'epoch'::timestamptz)`;

/** Columns of a longer time from those of its parts. */
export const merged = (columns: readonly RollupColumn[]): SQL =>
  list(
    columns.map(({ name, type, merge }) => {
      const total = sql`${sql.raw(merge)}(${sql.identifier(name)})`;
      return sql`${type === "integer" ? sql`${total}::int` : total} as ${sql.identifier(name)}`;
    }),
  );

export const names = (columns: readonly RollupColumn[]): SQL =>
  list(columns.map(({ name }) => sql`${sql.identifier(name)}`));

export const list = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);
