import type { AnomalyKind, SimulateOptions } from "../../../dev/simulate/index.ts";
import { simulate } from "../../../dev/simulate/index.ts";
import { findSite } from "../../../src/site/registry/registry.ts";
import type { Component, Site } from "../../../src/site/site.ts";

type Value = number | string | null;
export type Row = readonly Value[];
export type Tables = Record<Component, Row[]>;

/** Local midnight in Korea of the day whose measurements the model is compared with. */
export const FROM = Date.parse("2022-05-10T00:00:00+09:00");
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export const site = (id: number): Site => {
  const found = findSite(id);
  if (found === undefined) throw new Error(`no site ${id}`);
  return found;
};

export const options = (changes: Partial<SimulateOptions> = {}): SimulateOptions => ({
  from: FROM,
  days: 1,
  stepSeconds: 60,
  seed: 1,
  ...changes,
});

/** All rows of a run, by component. */
export const run = (where: Site, changes: Partial<SimulateOptions> = {}): Tables => {
  const tables: Tables = { bank: [], rack: [], pcs: [], etc: [] };
  for (const { component, rows } of simulate(where, options(changes))) {
    tables[component].push(...rows);
  }
  return tables;
};

/** Reads columns by name: `number` refuses NULL and text, `value` takes all. */
export const columnsOf = (where: Site, component: Component) => {
  const indices = new Map(where.components[component].map(({ name }, index) => [name, index]));
  const value = (row: Row, name: string): Value => {
    const found = row[indices.get(name) ?? Number.NaN];
    if (found === undefined) throw new Error(`no column ${name} in ${component}`);
    return found;
  };
  const number = (row: Row, name: string): number => {
    const found = value(row, name);
    if (typeof found !== "number") throw new Error(`${name} is not a number: ${found}`);
    return found;
  };
  return { value, number, has: (name: string) => indices.has(name) };
};

/** Rows of one bank or one rack. */
export const rowsOf = (
  where: Site,
  component: "bank" | "rack",
  rows: readonly Row[],
  bankId: number,
  rackId?: number,
): Row[] => {
  const { number } = columnsOf(where, component);
  return rows.filter(
    (row) =>
      number(row, "BANK_ID") === bankId &&
      (rackId === undefined || number(row, "RACK_ID") === rackId),
  );
};

/** Nearest-rank quantile. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
};

export const share = (rows: readonly Row[], test: (row: Row) => boolean): number =>
  rows.filter(test).length / rows.length;

export const KINDS: readonly AnomalyKind[] = [
  "missing-rows",
  "voltage-imbalance",
  "over-voltage",
  "null-sensor",
  "hot-rack",
];
