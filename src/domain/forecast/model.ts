import type { RolledComponent } from "../../site/rollup.ts";
import type { Climatology } from "./climatology.ts";
import type { Linear } from "./ridge.ts";
import type { TargetName } from "./targets.ts";

/** Horizons of the models, in seconds; horizons between them are interpolated. */
export const HORIZONS = [60, 300, 600, 1800, 3600] as const;
export type Horizon = (typeof HORIZONS)[number];

/** The horizon of the four routes, and that of the original's recipe. */
export const TEN_MINUTES: Horizon = 600;

/** What is known of a target at the banks, or at the racks, of a site. Weights are data: they are kept as text. */
export type Model = {
  target: TargetName;
  component: RolledComponent;
  /** In the order of HORIZONS. */
  horizons: readonly HorizonModel[];
  /** The original's recipe, ten minutes ahead, if it was trained. */
  linear: Linear | undefined;
};

export type HorizonModel = {
  seconds: Horizon;
  /** Whether its record is good enough to be answered with; if not, the answer is persistence. */
  isServed: boolean;
  climatology: Climatology;
  /** In the order of REGIMES; undefined if there were too few rows. */
  regimes: readonly (RegimeModel | undefined)[];
  /** What a source adds to every change, by regime: racks share weights, not offsets. */
  offsets: ReadonlyMap<string, readonly number[]>;
  /** Of realised errors, by regime × stratum: what an interval adds below (negative) and above. NaN: not known. */
  intervals: { low: Float64Array; high: Float64Array };
};

/** Predicts the change from now: clip(bias + weights · x + offset). Model units. */
export type RegimeModel = {
  linear: Linear;
  /** The same without history, of `instantColumns`. */
  instant: Linear;
  /** Least and largest change that was ever learnt from. */
  least: number;
  most: number;
};

/** The name of a source in a model: bank and rack, 0 for a bank itself. */
export const sourceKey = (bank: number, rack: number): string => `${bank}-${rack}`;
