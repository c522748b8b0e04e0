import { PLAUSIBLE } from "../../site/plausible.ts";

/** The measured quantity; a current is that of one rack. */
export type Quality =
  | "percent"
  | "cellVoltageV"
  | "cellVoltageGapV"
  | "temperatureC"
  | "temperatureGapC"
  | "rackCurrentA";

/** What can be true, ends included [P]; the gaps follow from the extremes between which they lie. */
export const RANGES: Record<Quality, readonly [least: number, most: number]> = {
  ...PLAUSIBLE,
  cellVoltageGapV: [0, 4],
  temperatureGapC: [0, 140],
};

/**
 * A measurement, or null where it is missing or cannot be true. Percentages up to half a point outside
 * 0–100 are taken for the nearer end. What the collectors call valid are the limits of their registers and
 * no help here.
 */
export function plausible(quality: Quality, value: number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  const [least, most] = RANGES[quality];
  // NaN fails both comparisons.
  if (!(value >= least && value <= most)) return null;
  return quality === "percent" ? Math.min(Math.max(value, 0), 100) : value;
}
