import { regimeOf } from "./regime.ts";
import type { Inputs } from "./series.ts";

const DAY_MINUTES = 1440;
const REGIME_COUNT = 3;

/**
 * What usually follows: mean change of the target and of the current over a horizon, by the time of the day, among
 * the days on which the battery was in the same regime then. This is what knows the hours at which a charge or a
 * discharge begins. Shrunk towards none: sum / (days + 1). An element for each cell: see `cellAt`.
 */
export type Climatology = { cellMinutes: number; target: Float64Array; current: Float64Array };

/** Sums over days of each cell; a day counts 1 where all its sources have a value. Days can be added and dropped. */
export type ClimatologySums = {
  cellMinutes: number;
  days: Float64Array;
  target: Float64Array;
  current: Float64Array;
};

export function emptySums(cellMinutes: number): ClimatologySums {
  const cells = REGIME_COUNT * (DAY_MINUTES / cellMinutes);
  return {
    cellMinutes,
    days: new Float64Array(cells),
    target: new Float64Array(cells),
    current: new Float64Array(cells),
  };
}

/** Cells by regime, then by time of the day. */
export const cellAt = (cellMinutes: number, regime: number, minute: number): number =>
  regime * (DAY_MINUTES / cellMinutes) + Math.floor(minute / cellMinutes);

export function climatologyOf({
  cellMinutes,
  days,
  target,
  current,
}: ClimatologySums): Climatology {
  const shrunk = (sums: Float64Array) =>
    sums.map((sum, cell) => sum / ((days[cell] as number) + 1));
  return { cellMinutes, target: shrunk(target), current: shrunk(current) };
}

/** Adds `factor` times other sums (−1 removes them); `keep` scales the sums so far. */
export function addSums(
  sums: ClimatologySums,
  others: ClimatologySums,
  { keep = 1, factor = 1 } = {},
): void {
  for (const name of ["days", "target", "current"] as const) {
    const [own, other] = [sums[name], others[name]];
    for (let cell = 0; cell < own.length; cell++) {
      own[cell] = keep * (own[cell] as number) + factor * (other[cell] as number);
    }
  }
}

/** The sums of one day, of origins with a known future `ahead` steps later; several sources share the day. */
export function daySums(
  cellMinutes: number,
  sources: readonly { inputs: Inputs; origins: ArrayLike<number> }[],
  ahead: number,
): ClimatologySums {
  const day = emptySums(cellMinutes);
  for (const { inputs, origins } of sources) {
    const own = emptySums(cellMinutes);
    for (let row = 0; row < origins.length; row++) {
      const k = origins[row] as number;
      const now = inputs.current[k] as number;
      const cell = cellAt(cellMinutes, regimeOf(now), inputs.minutes[k] as number);
      add(own.days, cell, 1);
      add(own.target, cell, (inputs.target[k + ahead] as number) - (inputs.target[k] as number));
      add(own.current, cell, (inputs.current[k + ahead] as number) - now);
    }
    own.days.forEach((count, cell) => {
      if (count === 0) return;
      add(day.days, cell, 1 / sources.length);
      add(day.target, cell, (own.target[cell] as number) / count / sources.length);
      add(day.current, cell, (own.current[cell] as number) / count / sources.length);
    });
  }
  return day;
}

const add = (values: Float64Array, at: number, value: number): void => {
  values[at] = (values[at] as number) + value;
};
