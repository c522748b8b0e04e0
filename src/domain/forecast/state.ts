import { type ClimatologySums, emptySums } from "./climatology.ts";
import { ownColumns, sharedColumns } from "./columns.ts";
import { HORIZONS, type Horizon } from "./model.ts";
import { emptyMoments, type Moments } from "./moments.ts";
import { REGIMES } from "./regime.ts";
import { BINS } from "./residuals.ts";
import { STRATA } from "./strata.ts";
import { type TargetName, targetOf } from "./targets.ts";

/** State of training after the days so far. The next day continues from it; no history is read again. */
export type State = {
  target: TargetName;
  /** How many days were learnt from. */
  days: number;
  /** In the order of HORIZONS. */
  horizons: HorizonState[];
  /** Of the original's recipe, ten minutes ahead. */
  linear: Moments;
};

export type HorizonState = {
  seconds: Horizon;
  /** By regime; days fade. */
  moments: Moments[];
  climatology: ClimatologySums;
  /** Of the newest days, oldest first: least and most change of each regime, two numbers each. */
  changes: Float64Array[];
  /** By source: of each regime the sums of the weights, and of the weighted errors of the shared weights. */
  offsets: Map<string, Float64Array>;
  /** By regime × stratum: realised errors counted by size, BINS of each cell. */
  residuals: Float64Array;
  /** What intervals are widened by, because they have covered less than they should. */
  widening: number;
};

/** Columns of the original's recipe that a series has: hour, minute, day, voltage, current, SoC, target. */
export const LINEAR_COLUMNS = 7;

/** A cell of the usual changes is a minute at ten minutes ahead, where it matters, and five elsewhere. */
const cellMinutes = (seconds: Horizon): number => (seconds === 600 ? 1 : 5);

export function emptyState(name: TargetName): State {
  const target = targetOf(name);
  const columns = sharedColumns(target).length + ownColumns(target).length;
  return {
    target: name,
    days: 0,
    horizons: HORIZONS.map((seconds) => ({
      seconds,
      moments: REGIMES.map(() => emptyMoments(columns)),
      climatology: emptySums(cellMinutes(seconds)),
      changes: [],
      offsets: new Map(),
      residuals: new Float64Array(REGIMES.length * STRATA * BINS),
      widening: 1,
    })),
    linear: emptyMoments(LINEAR_COLUMNS),
  };
}
