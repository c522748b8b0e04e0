import type { Method } from "../indicators/explanation.ts";

/** How a number of the forecasts is made; the version is that of a model where one was used. */
export type ForecastMethod = "ridge" | "ridge-instant" | "persistence";

const CHANGE =
  "forecast = held value + min(most, max(least, bias + weights * inputs)) + offset of the source, by regime; between two horizons of the model linear";
const INTERVAL =
  "limits = forecast + quantiles 5 % and 95 % of its realised errors, by regime and volatility of the current";

const FORMULAS: Record<ForecastMethod, string> = {
  ridge: `${CHANGE}; ${INTERVAL}`,
  "ridge-instant": `${CHANGE}, of inputs that need no history; ${INTERVAL}`,
  persistence: "the newest value is held",
};

/** @param model version of the model, if one was used */
export const forecastMethod = (method: ForecastMethod, model: string | undefined): Method => ({
  method,
  version: model ?? "1",
  basis: "estimated",
  formula: FORMULAS[method],
});
