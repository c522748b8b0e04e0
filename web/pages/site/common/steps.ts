import type { Range } from "../../../chart/view";

/** Step sizes of indicator requests, seconds. */
const STEPS = [
  10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** Smallest step, at least `least`, that yields at most `most` items. */
export function stepFor([from, to]: Range, most: number, least = 10): number {
  const wanted = Math.max((to - from) / most, least);
  return STEPS.find((step) => step >= wanted) ?? 86_400;
}

/** Maximum items per line of a chart. */
export const MOST_ITEMS = 400;
