import type { Explanation, Method } from "./explanation.ts";
import { meanOf, type Sums } from "./statistics.ts";

export const MEAN_METHOD: Method = {
  method: "mean",
  version: "1",
  basis: "measured",
  formula: "mean = sum / count over the plausible values of the bucket, as the BMS gives them",
};

/** How the mean of a bucket comes about; `of` is the column. */
export const explainMean = (
  of: string,
  sums: Sums,
): Explanation<{ of: string } & Sums & { mean: number | null }> => ({
  ...MEAN_METHOD,
  of,
  ...sums,
  mean: meanOf(sums),
});
