/** What a battery does decides how it goes on: each regime has weights of its own. */
export const REGIMES = ["rest", "charge", "discharge"] as const;
export type Regime = (typeof REGIMES)[number];

/** A bank of nine racks of 212.4 Ah rests up to 5 A. */
const REST_CURRENT = 5 / 95.58;

/** Index in REGIMES by the current, in the unit of a series. */
export function regimeOf(current: number): 0 | 1 | 2 {
  if (Math.abs(current) <= REST_CURRENT) return 0;
  return current > 0 ? 1 : 2;
}
