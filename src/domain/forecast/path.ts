import type { Model } from "./model.ts";
import { type Forecasts, forecast, type Reason } from "./predict.ts";
import type { Inputs } from "./series.ts";

const MINUTE = 60;

/** Seconds ahead of the points of a path: each full minute of an hour, from now on. */
export const PATH_SECONDS = Array.from({ length: 61 }, (_, minute) => minute * MINUTE);

/** Forecasts of the minutes of `PATH_SECONDS` after the first of them, which is the value itself. */
export type Paths = {
  minutes: readonly Forecasts[];
  /** Why there is not one forecast from an origin. */
  reasons: (Reason | undefined)[];
};

/**
 * Forecasts of all minutes of the hour after some origins, each as it is when asked for alone: NaN where the horizon
 * that it leads up to is not answered with.
 */
export function forecastPaths(
  model: Model,
  inputs: Inputs,
  origins: ArrayLike<number>,
  source: string,
): Paths {
  const farthest = model.horizons.at(-1)?.seconds ?? 0;
  const known = PATH_SECONDS.filter((seconds) => seconds > 0 && seconds <= farthest);
  const minutes = forecast(model, inputs, origins, known, source);
  const reasons = Array.from({ length: origins.length }, (_, i) =>
    minutes.every(({ value }) => Number.isNaN(value[i])) ? minutes[0]?.reasons[i] : undefined,
  );
  return { minutes, reasons };
}
