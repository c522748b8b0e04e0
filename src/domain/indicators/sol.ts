import type { Explanation, Method } from "./explanation.ts";
import { plausible } from "./plausible.ts";
import {
  type Forecast,
  fitSarima,
  forecastSarima,
  PUBLISHED_PARAMETERS,
  type SarimaFit,
  type SarimaParameters,
} from "./sarima.ts";
import { END_OF_LIFE_SOH_PERCENT } from "./soh.ts";
import { fitLine, rounded } from "./statistics.ts";
import { fitTrend, forecastTrend, type TrendFit } from "./trend.ts";

/** Observed days from which there is a forecast at all, and from which SARIMA makes it. [P] */
const LEAST_DAYS = 30;
const SARIMA_DAYS = 90;

/** A fall of SoL that is the rounding of daily means, % per day: 10⁻⁵ in thirty years. */
const LEAST_AGEING = 1e-9;

/** State of life, %: 100 at SoH 100, 0 at the end of life, below it negative. [S: web:index.js:319] */
export const solPercent = (sohPercent: number): number =>
  (sohPercent - END_OF_LIFE_SOH_PERCENT) * (100 / (100 - END_OF_LIFE_SOH_PERCENT));

/** What the forecast is made by; `flat` where no ageing shows. */
type SolModel =
  | { name: "sarima"; fit: SarimaFit; parameters: SarimaParameters }
  | { name: "trend-ar1"; fit: TrendFit }
  | { name: "flat"; fit: TrendFit };

type SolForecast = {
  model: SolModel;
  /** Days with a plausible SoH, and days between them that were filled with the day before. */
  observedDays: number;
  filledDays: number;
  /** Index 0 is the day after the last observation. Values below 0 are not cut off. */
  days: Forecast[];
  /** Days after the last observation at which SoL is 0; null if that is not within `days` or not to be seen. */
  endOfLifeDay: number | null;
};

/**
 * Forecast of SoL: SARIMA with the published parameters and σ² from the innovations; below 90 observed days a
 * line with an AR(1) residual; where SoH does not fall, its mean level. [S: model; P: choice and the others]
 * Ten years from nine months of data is weak in either model.
 * @param dailySohPercent one value per day in order, null for a day without one; SoH in %
 * @returns null with fewer than 30 observed days
 */
export function forecastSol(
  dailySohPercent: readonly (number | null)[],
  days: number,
): SolForecast | null {
  const { series, observedDays, filledDays } = dailySeries(dailySohPercent);
  if (observedDays < LEAST_DAYS) return null;
  const model = chooseModel(series, observedDays);
  const forecast =
    model.name === "sarima" ? forecastSarima(model.fit, days) : forecastTrend(model.fit, days);
  return {
    model,
    observedDays,
    filledDays,
    days: forecast,
    endOfLifeDay: model.name === "flat" ? null : firstDayAtOrBelow(forecast, 0),
  };
}

/** Days after the last observation at which the forecast first is at or below a value; null if never. */
export function firstDayAtOrBelow(forecast: readonly Forecast[], percent: number): number | null {
  const index = forecast.findIndex(({ value }) => value <= percent);
  return index === -1 ? null : index + 1;
}

/** SoL from the first observed day to the last, a missing day as the one before it. [S] */
function dailySeries(dailySohPercent: readonly (number | null)[]) {
  const series: number[] = [];
  let [observedDays, trailing] = [0, 0];
  for (const value of dailySohPercent) {
    const soh = plausible("percent", value);
    if (soh !== null) {
      observedDays++;
      trailing = 0;
      series.push(solPercent(soh));
    } else if (observedDays > 0) {
      trailing++;
      series.push(series.at(-1) ?? 0);
    }
  }
  if (trailing > 0) series.length -= trailing;
  return { series, observedDays, filledDays: series.length - observedDays };
}

function chooseModel(series: readonly number[], observedDays: number): SolModel {
  if (fitLine(series).slope >= -LEAST_AGEING) return { name: "flat", fit: fitTrend(series, true) };
  if (observedDays < SARIMA_DAYS) return { name: "trend-ar1", fit: fitTrend(series) };
  const variance = fitSarima(series).innovationVariance ?? PUBLISHED_PARAMETERS.variance;
  const parameters = { ...PUBLISHED_PARAMETERS, variance };
  return { name: "sarima", fit: fitSarima(series, parameters), parameters };
}

const METHODS: Record<SolModel["name"], Method> = {
  sarima: {
    method: "sol-sarima(1,1,1)(0,1,2)12",
    version: "1",
    basis: "estimated",
    formula:
      "SoL = (SoH - 80) * 5. Forecast of day h = first entry of the state after h - 1 shifts; a shift is state[i] <- state[i+1] + feedback[i] * state[0], with 0 after the last entry. Limits = forecast -+ 1.959964 * deviation",
  },
  "trend-ar1": {
    method: "sol-trend-ar1",
    version: "1",
    basis: "estimated",
    formula:
      "SoL = (SoH - 80) * 5. Forecast of day h = intercept + slope * (count - 1 + h) + ar^h * last_residual. Limits = forecast -+ 1.959964 * sqrt(shock_deviation^2 * (1 - ar^(2 * h)) / (1 - ar^2) + residual_deviation^2 * (1 / count + (count - 1 + h - mean_t)^2 / spread_t) * (1 + ar) / (1 - ar))",
  },
  flat: {
    method: "sol-flat",
    version: "1",
    basis: "estimated",
    formula:
      "SoL = (SoH - 80) * 5. No ageing shows. Forecast of day h = intercept + ar^h * last_residual. Limits = forecast -+ 1.959964 * sqrt(shock_deviation^2 * (1 - ar^(2 * h)) / (1 - ar^2) + residual_deviation^2 / count * (1 + ar) / (1 - ar))",
  },
};

type SolExplanation = Explanation<{
  observed_days: number;
  filled_days: number;
  end_of_life_day: number | null;
  /** What the formula names, by its names. */
  parameters: Record<string, number | number[]>;
}>;

/** Explains the days of a forecast. */
export function explainSol({
  model,
  observedDays,
  filledDays,
  endOfLifeDay,
}: SolForecast): SolExplanation {
  return {
    ...METHODS[model.name],
    observed_days: observedDays,
    filled_days: filledDays,
    end_of_life_day: endOfLifeDay,
    parameters: model.name === "sarima" ? sarimaParameters(model) : trendParameters(model.fit),
  };
}

const sarimaParameters = ({ fit, parameters }: SolModel & { name: "sarima" }) => ({
  ar: parameters.ar,
  ma: parameters.ma,
  seasonal_ma_12: parameters.seasonalMa12,
  seasonal_ma_24: parameters.seasonalMa24,
  variance: parameters.variance,
  state: Array.from(fit.state),
  feedback: Array.from(fit.feedback),
});

const trendParameters = (fit: TrendFit) => ({
  count: fit.count,
  intercept: fit.intercept,
  slope: fit.slope,
  mean_t: fit.meanT,
  spread_t: fit.spreadT,
  ar: fit.ar,
  last_residual: fit.lastResidual,
  shock_deviation: fit.shockDeviation,
  residual_deviation: fit.residualDeviation,
});

/** Fifteen years: the original's went from July 2022 to the end of 2035. */
export const HORIZON_DAYS = 5479;
const DECIMALS = 6;

/** A stored SoL forecast: value, upper and lower limit of each day, %. */
export type SolDays = {
  days: [value: number, top: number, bottom: number][];
  /** Days after the last observed one that the first entry lies. */
  offset: number;
  explanation: SolExplanation;
};

/**
 * The forecast of the days after the last day with a value. Null if there are too few values.
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
