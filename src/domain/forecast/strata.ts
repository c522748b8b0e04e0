import { recipeCurrent } from "./current.ts";
import { regimeOf } from "./regime.ts";
import type { Inputs } from "./series.ts";

/** Limits of the strata of volatility: 0.0016, 0.0052, 0.013 and 0.031 C, of the recipe 3, 10, 25 and 60 A. */
const VOLATILITY_LIMITS = [3, 10, 25, 60].map(recipeCurrent);
const RECENT_STEPS = 60;
/**
 * A discharge below this voltage of the mean cell, mV, ends soon, steeply and at no certain time. At rest it stands for
 * 5 % of charge of a 33J cell and 10 % of a 41J cell: the lower knee of both (OPEN_CIRCUIT_V in indicators/ocv.ts).
 */
const KNEE_MV = 3420;

/** Five strata by the volatility of the current, and one for the end of a discharge. */
export const STRATA = VOLATILITY_LIMITS.length + 2;

/** The stratum of an origin: standard deviation of the current over the last ten minutes. */
export function stratumOf(inputs: Inputs, k: number): number {
  if ((inputs.voltage[k] as number) < KNEE_MV && regimeOf(inputs.current[k] as number) === 2) {
    return STRATA - 1;
  }
  const from = Math.max(0, k + 1 - RECENT_STEPS);
  const steps = k + 1 - from;
  const { current, squares } = inputs.sums;
  const mean = ((current[k + 1] as number) - (current[from] as number)) / steps;
  const square = ((squares[k + 1] as number) - (squares[from] as number)) / steps;
  const deviation = Math.sqrt(Math.max(0, square - mean * mean));
  let stratum = 0;
  while (
    stratum < VOLATILITY_LIMITS.length &&
    deviation >= (VOLATILITY_LIMITS[stratum] as number)
  ) {
    stratum++;
  }
  return stratum;
}
