import { columnOf } from "./roles.ts";
import type { Component, MeasurementRole, Site } from "./site.ts";

/** Components whose rows are rolled up. */
export type RolledComponent = Extract<Component, "bank" | "rack">;

export const isRolled = (component: Component): component is RolledComponent =>
  component === "bank" || component === "rack";

/** Widths that rows are rolled up to; days are those of the site. */
export const LEVELS = ["minute", "hour", "day"] as const;
export type Level = (typeof LEVELS)[number];

export const rollupTable = (component: RolledComponent, level: Level): string =>
  `ess_${component}_${level}`;

/** Measurements whose count, sum, least and greatest value are kept, in the order of the tables' columns. */
const MEASURED: readonly MeasurementRole[] = [
  "soc",
  "soh",
  "power",
  "dc-voltage",
  "dc-current",
  "cell-voltage-max",
  "cell-voltage-min",
  "cell-voltage-gap",
  "cell-temperature-max",
  "cell-temperature-min",
  "cell-temperature-gap",
];

/** The columns of a site's component that are rolled up, as the site has them. */
export const measuredColumns = (site: Site, component: RolledComponent): string[] =>
  MEASURED.flatMap((role) => columnOf(site, component, role)?.name ?? []);

/** Of a measurement: the values that are there and can be true, and what they come to. */
export const STATISTICS = ["n", "sum", "min", "max"] as const;
export type Statistic = (typeof STATISTICS)[number];

export const statisticName = (column: string, statistic: Statistic): string =>
  `${column.toLowerCase()}_${statistic}`;

/** Complete samples by status, and the sums of their readings: what ExSoS of any window is made of. */
export const EXSOS_COUNTS = ["exsos_charge", "exsos_discharge", "exsos_rest"] as const;
export const EXSOS_SUMS = [
  "exsos_max_voltage",
  "exsos_max_temperature",
  "exsos_min_voltage",
  "exsos_min_temperature",
  "exsos_voltage_gap",
  "exsos_temperature_gap",
] as const;

/** A column of a rollup; `merge` makes that of a longer time from those of its parts. */
export type RollupColumn = {
  name: string;
  type: "integer" | "double precision" | "timestamptz";
  merge: "sum" | "min" | "max";
  /** The column of the rows that it is a statistic of. */
  of?: string;
};

/** What is known of the rows themselves: how many, in how many minutes, from when to when. */
export const ROWS: readonly RollupColumn[] = [
  { name: "rows", type: "integer", merge: "sum" },
  { name: "minutes", type: "integer", merge: "sum" },
  { name: "first_at", type: "timestamptz", merge: "min" },
  { name: "last_at", type: "timestamptz", merge: "max" },
];

/** Count, sum, least and greatest value of a column; for any numeric column, rolled up or not. */
export const statisticsOf = (column: string): RollupColumn[] =>
  STATISTICS.map((statistic) => ({
    name: statisticName(column, statistic),
    type: statistic === "n" ? "integer" : "double precision",
    merge: statistic === "n" ? "sum" : statistic,
    of: column,
  }));

export const EXSOS: readonly RollupColumn[] = [
  ...EXSOS_COUNTS.map((name) => ({ name, type: "integer" as const, merge: "sum" as const })),
  ...EXSOS_SUMS.map((name) => ({
    name,
    type: "double precision" as const,
    merge: "sum" as const,
  })),
];

/** Every column of a site's rollups beside bank, rack and at, in the order of the tables. */
export const rollupColumns = (site: Site, component: RolledComponent): RollupColumn[] => [
  ...ROWS,
  ...measuredColumns(site, component).flatMap(statisticsOf),
  ...EXSOS,
];

/** Work that is due when rows of a component change. */
export const DUE: Record<RolledComponent, readonly string[]> = {
  bank: ["events", "sol"],
  rack: ["events", "socp"],
};
