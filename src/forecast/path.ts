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
 * Forecasts of all minutes of the hour after some origins. Horizons that are not answered with are passed over: the
 * path goes straight on to the next one that is, and ends (NaN) at the last.
 */
export function forecastPaths(
  model: Model,
  inputs: Inputs,
  origins: ArrayLike<number>,
  source: string,
): Paths {
  const horizons = model.horizons.filter(({ isServed }) => isServed);
  const farthest = horizons.at(-1)?.seconds;
  if (farthest === undefined) {
    const refused = forecast(model, inputs, origins, [MINUTE], source);
    return { minutes: [], reasons: refused[0]?.reasons ?? [] };
  }
  const known = PATH_SECONDS.filter((seconds) => seconds > 0 && seconds <= farthest);
  const minutes = forecast({ ...model, horizons }, inputs, origins, known, source);
  const reasons = Array.from({ length: origins.length }, (_, i) =>
    minutes.every(({ value }) => Number.isNaN(value[i])) ? minutes[0]?.reasons[i] : undefined,
  );
  return { minutes, reasons };
}
