import type { Explanation, Method } from "./explanation.ts";
import { meanOf, type Sums } from "./statistics.ts";

/** SoH at which a battery has reached the end of its life, % of the rated capacity. [S: CNU, SNU documents] */
export const END_OF_LIFE_SOH_PERCENT = 80;

/** A day with fewer seconds of plausible values has no SoH. [P] */
export const LEAST_SECONDS = 3600;

export const SOH_METHOD: Method = {
  method: "soh-daily-mean",
  version: "1",
  basis: "measured",
  formula: "mean = sum / count over the plausible BANK_SOH or RACK_SOH of a day of the site",
};

/**
 * State of health of a day, %: 100 is the specification. [S] The mean of the day's plausible values [D], as the
 * BMS gives them in steps of 0.1 %; null where they cover less than `LEAST_SECONDS`.
 * @param secondsPerValue the cadence of the readings
 */
export const dailySohPercent = (sums: Sums, secondsPerValue = 1): number | null =>
  sums.count * secondsPerValue < LEAST_SECONDS ? null : meanOf(sums);

export const explainSoh = (
  sums: Sums,
  secondsPerValue = 1,
): Explanation<Sums & { least_seconds: number; mean: number | null }> => ({
  ...SOH_METHOD,
  ...sums,
  least_seconds: LEAST_SECONDS,
  mean: dailySohPercent(sums, secondsPerValue),
});
