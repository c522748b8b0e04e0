import { regimeOf } from "./regime.ts";
import type { Inputs } from "./series.ts";

const DAY_MINUTES = 1440;
const REGIME_COUNT = 3;

/**
 * What usually follows: mean change of the target and of the current over a horizon, by the time of the day, among
 * the days on which the battery was in the same regime then. This is what knows the hours at which a charge or a
 * discharge begins. Shrunk towards none: sum / (days + 1).
 */
export type Climatology = {
  cellOf: (regime: number, minute: number) => number;
  target: (cell: number) => number;
  current: (cell: number) => number;
};

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

const cellAt = (cellMinutes: number, regime: number, minute: number): number =>
  regime * (DAY_MINUTES / cellMinutes) + Math.floor(minute / cellMinutes);

export function climatologyOf({
  cellMinutes,
  days,
  target,
  current,
}: ClimatologySums): Climatology {
  return {
    cellOf: (regime, minute) => cellAt(cellMinutes, regime, minute),
    target: (cell) => (target[cell] as number) / ((days[cell] as number) + 1),
    current: (cell) => (current[cell] as number) / ((days[cell] as number) + 1),
  };
}

/** Adds `factor` times what is in others, −1 to drop it; `keep` is what remains of what was there. */
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
