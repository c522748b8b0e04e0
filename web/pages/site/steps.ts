import type { Range } from "../../chart/view";

/** Steps that indicators are asked in, seconds. */
const STEPS = [
  10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

/** The smallest step of at least `least` by which a range has at most so many items. */
export function stepFor([from, to]: Range, most: number, least = 10): number {
  const wanted = Math.max((to - from) / most, least);
  return STEPS.find((step) => step >= wanted) ?? 86_400;
}

/** Items that a line of a chart is drawn from. */
export const MOST_ITEMS = 400;
