/** The part of the rated capacity per hour that is one unit of a series' current. */
export const CURRENT_UNIT_C = 0.05;

/** Rated capacity of the bank whose amperes the recipe (docs/forecasting.md) names, Ah: 9 racks of 212.4 Ah. */
const RECIPE_CAPACITY_AH = 1911.6;

/**
 * A current of the recipe in the unit of a series. As a C-rate it holds for a battery of any capacity.
 * @param ampere of the recipe's bank
 * @example recipeCurrent(5) // 0.0523 units, 0.0026 C
 */
export const recipeCurrent = (ampere: number): number =>
  ampere / RECIPE_CAPACITY_AH / CURRENT_UNIT_C;
