import type { Explanation, Method } from "./explanation.ts";
import { meanOf, type Sums } from "./statistics.ts";

export const SOC_METHOD: Method = {
  method: "soc-mean",
  version: "1",
  basis: "measured",
  formula: "mean = sum / count over the plausible BANK_SOC or RACK_SOC of the bucket",
};

/**
 * State of charge, %: the charge that remains, as the BMS gives it. [S, tooltip of web:templates/index.html]
 * The mean of a bucket's plausible values; null if there are none.
 */
export const meanSocPercent = (sums: Sums): number | null => meanOf(sums);

export const explainSoc = (sums: Sums): Explanation<Sums & { mean: number | null }> => ({
  ...SOC_METHOD,
  ...sums,
  mean: meanSocPercent(sums),
});

export const MEAN_METHOD: Method = {
  method: "mean",
  version: "1",
  basis: "measured",
  formula: "mean = sum / count over the plausible values of the bucket, as the BMS gives them",
};

/** Explains the mean of a bucket; `of` is the column. */
export const explainMean = (
  of: string,
  sums: Sums,
): Explanation<{ of: string } & Sums & { mean: number | null }> => ({
  ...MEAN_METHOD,
  of,
  ...sums,
  mean: meanOf(sums),
});
