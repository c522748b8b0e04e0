import { explainSol, forecastSol, type SolExplanation } from "./sol.ts";
import { rounded } from "./statistics.ts";

/** Fifteen years: the original's went from July 2022 to the end of 2035. */
export const HORIZON_DAYS = 5479;
const DECIMALS = 6;

/** A forecast of SoL as it is kept and answered: value, upper and lower limit of each day, %. */
export type SolDays = {
  days: [value: number, top: number, bottom: number][];
  /** Days after the last observed one that the first entry lies. */
  offset: number;
  explanation: SolExplanation;
};

/**
 * The forecast of the days after the last one that has a value. Null where there is too little to forecast from.
 * @param sohPercent one value a day, null of a day without one
 */
export function solDays(sohPercent: readonly (number | null)[]): SolDays | null {
  const forecast = forecastSol(sohPercent, HORIZON_DAYS);
  if (!forecast) return null;
  return {
    days: forecast.days.map(({ value, top, bottom }) => [
      rounded(value, DECIMALS),
      rounded(top, DECIMALS),
      rounded(bottom, DECIMALS),
    ]),
    offset: sohPercent.length - sohPercent.findLastIndex((value) => value !== null) - 1,
    explanation: explainSol(forecast),
  };
}
