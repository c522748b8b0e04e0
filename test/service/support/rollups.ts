import type pg from "pg";
import { expect } from "vitest";
import { transactVia } from "../../../dev/database/ask.ts";
import { type ExsosSums, exsosSums } from "../../../src/domain/indicators/exsos.ts";
import type { Measure, Sample } from "../../../src/domain/indicators/sample.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import {
  EXSOS_COUNTS,
  EXSOS_SUMS,
  LEVELS,
  type Level,
  measuredColumns,
  type RolledComponent,
  rollupTable,
  statisticName,
} from "../../../src/site/rollup.ts";
import { roll } from "../../../src/store/rollups/roll.ts";
import { MEASURE_COLUMNS } from "../../support/columns.ts";

/*
 * What the rollups must hold, made from all rows in JavaScript by the pure functions of the indicators: another
 * way than that of the service, which adds up in Postgres.
 */

export const COMPONENTS = ["bank", "rack"] as const;

/** Rolls up all that is marked, so many minutes a step. @returns the hours of banks and racks */
export async function rollAll(client: pg.Client, most = 2160): Promise<number> {
  let hours = 0;
  for (const component of COMPONENTS) {
    for (let done = 1; done > 0; hours += done) {
      done = await roll(transactVia(client), panli, component, most);
    }
  }
  return hours;
}

type Row = Record<string, number | null>;
type Rollups = Map<string, Row>;

const LIMITS: [RegExp, number, number][] = [
  [/_SO[CH]$/, -0.5, 100.5],
  [/CELL_VOLTAGE(?!_GAP)/, 1, 5],
  [/TEMPERATURE(?!_GAP)/, -40, 100],
  [/^RACK_CURRENT$/, -400, 400],
  [/^BANK_DC_CURRENT$/, -3600, 3600],
];

function taken(column: string, value: number | null): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const [, least, most] = LIMITS.find(([name]) => name.test(column)) ?? [/$/, -1e15, 1e15];
  if (value < least || value > most) return null;
  return /_SO[CH]$/.test(column) ? Math.min(Math.max(value, 0), 100) : value;
}

const SEOUL = 9 * 3600;
const WIDTHS: Record<Level, number> = { minute: 60, hour: 3600, day: 86_400 };
const beginning = (seconds: number, level: Level): number => {
  const width = WIDTHS[level];
  return Math.floor((seconds + SEOUL) / width) * width - SEOUL;
};

/** The rollups that the rows of a component should have at a level, by `bank/rack/seconds since 1970`. */
export async function expected(
  client: pg.Client,
  component: RolledComponent,
  level: Level,
): Promise<Rollups> {
  const { rows } = await client.query(
    `select *, extract(epoch from "TIMESTAMP")::float8 as seconds from ${component} order by "TIMESTAMP"`,
  );
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.BANK_ID}/${row.RACK_ID ?? 0}/${beginning(row.seconds, level)}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return new Map([...groups].map(([key, group]) => [key, sumsOf(component, group)]));
}

function sumsOf(component: RolledComponent, rows: Row[]): Row {
  const times = rows.map(({ seconds }) => seconds ?? 0);
  const all: Row = {
    rows: rows.length,
    minutes: new Set(times.map((time) => Math.floor(time / 60))).size,
    first_at: Math.min(...times),
    last_at: Math.max(...times),
  };
  for (const column of measuredColumns(panli, component)) {
    const values = rows.flatMap((row) => taken(column, row[column] ?? null) ?? []);
    const some = values.length > 0;
    all[statisticName(column, "n")] = values.length;
    all[statisticName(column, "sum")] = some ? values.reduce((sum, value) => sum + value, 0) : null;
    all[statisticName(column, "min")] = some ? Math.min(...values) : null;
    all[statisticName(column, "max")] = some ? Math.max(...values) : null;
  }
  const { statuses, sums } = exsosSums(rows.map((row) => sampleOf(component, row)));
  const complete = statuses.some((count) => count > 0);
  EXSOS_COUNTS.forEach((name, i) => {
    all[name] = statuses[i] ?? 0;
  });
  Object.values(sums satisfies ExsosSums["sums"]).forEach((sum, i) => {
    all[EXSOS_SUMS[i] as string] = complete ? sum : null;
  });
  return all;
}

function sampleOf(component: RolledComponent, row: Row): Sample {
  const racks = panli.banks.find(({ id }) => id === row.BANK_ID)?.racks ?? 1;
  const entries = (Object.keys(MEASURE_COLUMNS) as Measure[]).map((measure) => {
    const name = MEASURE_COLUMNS[measure][component];
    const value = name === null ? null : (row[name] ?? null);
    const share = component === "bank" && measure === "currentA" && value !== null;
    return [measure, share ? value / racks : value];
  });
  return Object.fromEntries(entries);
}

/** The rollups as they are. */
export async function actual(
  client: pg.Client,
  component: RolledComponent,
  level: Level,
): Promise<Rollups> {
  const { rows } = await client.query(`select * from ${rollupTable(component, level)}`);
  return new Map(
    rows.map(({ bank, rack, at, ...columns }) => {
      const seconds = (value: unknown) => (value instanceof Date ? value.getTime() / 1000 : value);
      const values = Object.entries(columns).map(([name, value]) => [name, seconds(value)]);
      return [`${bank}/${rack}/${seconds(at)}`, Object.fromEntries(values)];
    }),
  );
}

/** Every rollup is what the rows make it, and none is there without rows. */
export async function expectRollups(client: pg.Client): Promise<void> {
  for (const component of COMPONENTS) {
    for (const level of LEVELS) {
      const [should, is] = [
        await expected(client, component, level),
        await actual(client, component, level),
      ];
      expect([...is.keys()].sort(), `${component} ${level}`).toEqual([...should.keys()].sort());
      for (const [key, row] of should) expectEqual(is.get(key) ?? {}, row, `${component} ${key}`);
    }
  }
}

function expectEqual(is: Row, should: Row, what: string): void {
  expect(Object.keys(is).sort(), what).toEqual(Object.keys(should).sort());
  for (const [name, value] of Object.entries(should)) {
    const other = is[name] ?? null;
    if (value === null || other === null) expect(other, `${what} ${name}`).toBe(value);
    else
      expect(Math.abs(other - value), `${what} ${name} ${other} ${value}`).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(value)),
      );
  }
}
