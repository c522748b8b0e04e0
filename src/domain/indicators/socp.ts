import type { MeasurementRole } from "../../site/site.ts";
import type { Explanation, Method } from "./explanation.ts";
import { plausible } from "./plausible.ts";
import { rounded } from "./statistics.ts";
import { STATUSES, type Status, statusOf } from "./status.ts";

/** One second of a rack. Positions count the cells in series from 1. */
export type SocpSample = {
  socPercent: number | null;
  currentA: number | null;
  maxCellVoltageV: number | null;
  maxCellVoltagePosition: number | null;
  minCellVoltageV: number | null;
  minCellVoltagePosition: number | null;
  maxCellTemperatureC: number | null;
  minCellTemperatureC: number | null;
};

/** The roles of a rack's columns that a sample is read from. */
export const SOCP_ROLES = {
  socPercent: "soc",
  currentA: "dc-current",
  maxCellVoltageV: "cell-voltage-max",
  maxCellVoltagePosition: "cell-voltage-max-position",
  minCellVoltageV: "cell-voltage-min",
  minCellVoltagePosition: "cell-voltage-min-position",
  maxCellTemperatureC: "cell-temperature-max",
  minCellTemperatureC: "cell-temperature-min",
} as const satisfies Record<keyof SocpSample, MeasurementRole>;

/** Lower ends of the ranges of state of charge, %; the last one includes 100. [S; edges P] */
export const SOC_RANGES = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90] as const;

/** Sums of the samples in which a cell was the extreme one, in whole millionths: any order adds up to the same. */
export type CellSums = { count: number; microV: number; microC: number; microA: number };

/** Sums of one or more days, by status, range and cell. Combinations without samples are absent. */
export type SocpSums = {
  cells: Record<string, Record<string, CellSums>>;
  /** Samples that were left out because a reading was missing or implausible. */
  excluded: number;
};

/** Result of a cell: its count and the means in V, degC and A, with 3, 2 and 2 decimals. */
export type SocpCell = { count: number; voltage: number; temp: number; current: number };

export const MICRO = 1e6;

/**
 * State of cell position: how often each cell was the extreme one of its rack. [S] Counted [P] is the cell of the
 * highest voltage in charge, of the lowest in discharge, and both at rest, where the weak cell shows.
 * @param cellsInSeries the highest position that there is
 */
export function socpSums(samples: Iterable<SocpSample>, cellsInSeries: number): SocpSums {
  const all: SocpSums = { cells: {}, excluded: 0 };
  for (const sample of samples) {
    const counted = countedOf(sample, cellsInSeries);
    if (!counted) all.excluded++;
    else for (const cell of counted.cells) addCell(all, counted.key, cell.position, cell.sums);
  }
  return all;
}

/** The sums of several days: a row of 7 or 30 days. */
export function mergeSocpSums(parts: Iterable<SocpSums>): SocpSums {
  const all: SocpSums = { cells: {}, excluded: 0 };
  for (const part of parts) {
    all.excluded += part.excluded;
    for (const [key, cells] of Object.entries(part.cells)) {
      for (const [cell, sums] of Object.entries(cells)) addCell(all, key, Number(cell), sums);
    }
  }
  return all;
}

/** The ten rows of a status: every range is there, those without samples with no cells. */
export const socpRows = (sums: SocpSums, status: Status) =>
  SOC_RANGES.map((range) => ({
    soc_range: range,
    value: Object.fromEntries(
      Object.entries(sums.cells[keyOf(status, range)] ?? {}).map(([cell, own]) => [
        cell,
        meanCell(own),
      ]),
    ) as Record<string, SocpCell>,
  }));

const meanCell = ({ count, microV, microC, microA }: CellSums): SocpCell => ({
  count,
  voltage: rounded(microV / count / MICRO, 3),
  temp: rounded(microC / count / MICRO, 2),
  current: rounded(microA / count / MICRO, 2),
});

/** Under which a status and a range stand in `cells`. */
export const keyOf = (status: Status, range: number) => `${status}/${range}`;

type Counted = { key: string; cells: { position: number; sums: CellSums }[] };

function countedOf(sample: SocpSample, cellsInSeries: number): Counted | null {
  const socPercent = plausible("percent", sample.socPercent);
  const currentA = plausible("rackCurrentA", sample.currentA);
  if (socPercent === null || currentA === null) return null;
  const status = statusOf(currentA);
  const highest = [
    sample.maxCellVoltagePosition,
    sample.maxCellVoltageV,
    sample.maxCellTemperatureC,
  ] as const;
  const lowest = [
    sample.minCellVoltagePosition,
    sample.minCellVoltageV,
    sample.minCellTemperatureC,
  ] as const;
  const extremes =
    status === STATUSES.rest ? [highest, lowest] : [status === STATUSES.charge ? highest : lowest];
  const cells: Counted["cells"] = [];
  for (const [position, voltage, temperature] of extremes) {
    const voltageV = plausible("cellVoltageV", voltage);
    const temperatureC = plausible("temperatureC", temperature);
    if (!isCell(position, cellsInSeries) || voltageV === null || temperatureC === null) return null;
    const [microV = 0, microC = 0, microA = 0] = [voltageV, temperatureC, currentA].map((value) =>
      Math.round(value * MICRO),
    );
    cells.push({ position, sums: { count: 1, microV, microC, microA } });
  }
  return { key: keyOf(status, Math.min(10 * Math.floor(socPercent / 10), 90)), cells };
}

const isCell = (position: number | null, cellsInSeries: number): position is number =>
  Number.isInteger(position) && Number(position) >= 1 && Number(position) <= cellsInSeries;

function addCell(all: SocpSums, key: string, position: number, sums: CellSums): void {
  all.cells[key] ??= {};
  all.cells[key][position] ??= { count: 0, microV: 0, microC: 0, microA: 0 };
  const own = all.cells[key][position];
  own.count += sums.count;
  own.microV += sums.microV;
  own.microC += sums.microC;
  own.microA += sums.microA;
}

/** The module of a cell's position and the cell in it, both from 1: of modules of 12 cells 37 is cell 1 of module 4. */
export const cellPlace = (
  position: number,
  cellsPerModule: number,
): { module: number; cell: number } => ({
  module: Math.ceil(position / cellsPerModule),
  cell: ((position - 1) % cellsPerModule) + 1,
});

export const SOCP_METHOD: Method = {
  method: "socp-count",
  version: "1",
  basis: "measured",
  formula:
    "by status and range of ten percent: count of the samples in which the cell was the extreme one; voltage (V), temp (degC), current (A) = sum / count",
};

type Means = Omit<SocpCell, "count">;

export type SocpExplanation = Explanation<{
  excluded: number;
  cells: {
    position: number;
    module: number;
    cell: number;
    count: number;
    sum: Means;
    mean: Means;
  }[];
}>;

/** Explains the cells of one range: their sums and positions. */
export const explainSocp = (
  sums: SocpSums,
  status: Status,
  range: (typeof SOC_RANGES)[number],
  cellsPerModule: number,
): SocpExplanation => ({
  ...SOCP_METHOD,
  excluded: sums.excluded,
  cells: Object.entries(sums.cells[keyOf(status, range)] ?? {}).map(([key, own]) => {
    const { count, ...mean } = meanCell(own);
    const sum = {
      voltage: own.microV / MICRO,
      temp: own.microC / MICRO,
      current: own.microA / MICRO,
    };
    return { position: Number(key), ...cellPlace(Number(key), cellsPerModule), count, sum, mean };
  }),
});
