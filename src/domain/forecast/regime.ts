import { recipeCurrent } from "./current.ts";

/** Operating regimes; each has its own weights. */
export const REGIMES = ["rest", "charge", "discharge"] as const;
export type Regime = (typeof REGIMES)[number];

/** A battery rests up to 0.0026 C: 5 A of the recipe. */
const REST_CURRENT = recipeCurrent(5);

/** Index in REGIMES by the current, in the unit of a series. */
export function regimeOf(current: number): 0 | 1 | 2 {
  if (Math.abs(current) <= REST_CURRENT) return 0;
  return current > 0 ? 1 : 2;
}
