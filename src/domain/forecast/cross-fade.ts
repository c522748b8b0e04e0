import type { AnalogForecast } from "./analog.ts";
import type { Forecasts } from "./predict.ts";

/*
 * A model that looks at the last hour knows the next one better than past days do, and these what comes after it:
 * the one passes into the other.
 */

/** Steps of ten minutes that are the model's, and at which it does not count any more. */
const OWN_STEPS = 6;
const LAST_STEP = 12;

/**
 * Seconds ahead that a model is asked for: the middles of ten minutes, which stand for their means, and the end of
 * the hour, which is held while it fades.
 */
export const DIRECT_SECONDS: readonly number[] = [300, 900, 1500, 2100, 2700, 3300, 3600];

/** What a model says of each of `DIRECT_SECONDS`; limits NaN where it knows none. */
export type DirectPath = Pick<Forecasts, "value" | "low" | "high">;

/** The path of one origin, of the forecasts of `DIRECT_SECONDS`; undefined where one is missing. */
export function directPath(forecasts: readonly Forecasts[], row: number): DirectPath | undefined {
  const path = (name: keyof DirectPath) =>
    Float64Array.from(forecasts, (forecast) => forecast[name][row] as number);
  const value = path("value");
  return value.some(Number.isNaN) ? undefined : { value, low: path("low"), high: path("high") };
}

type Analogs = Pick<AnalogForecast, "value" | "low" | "high">;

/** The model up to an hour, a linear mixture up to two, then the analogs. Limits only where the analogs have some. */
export function crossFade({ value, low, high }: Analogs, direct: DirectPath): Analogs {
  const mixed = value.map((own, step) => mix(own, direct.value[held(step)] as number, step));
  // A limit that the model does not know is as far from its value as that of the analogs is from theirs.
  const limits = (own: Float64Array | undefined, known: Float64Array) =>
    own?.map((limit, step) => {
      const at = held(step);
      const distance = limit - (value[step] as number);
      const given = known[at] as number;
      const other = Number.isNaN(given) ? (direct.value[at] as number) + distance : given;
      return mix(limit, other, step);
    });
  return { value: mixed, low: limits(low, direct.low), high: limits(high, direct.high) };
}

const held = (step: number): number => Math.min(step, DIRECT_SECONDS.length - 1);

/** @param step from 0, which ends ten minutes ahead */
function mix(analog: number, direct: number, step: number): number {
  const share = (LAST_STEP - (step + 1)) / (LAST_STEP - OWN_STEPS);
  if (share <= 0) return analog; // also of a direct value that is not finite
  const part = Math.min(1, share);
  return analog * (1 - part) + direct * part;
}
