import { dayOf, dayText } from "../../time/days.ts";
import { stepAt } from "../../time/grid.ts";
import { timeText } from "../../time/instant.ts";
import type { Items } from "../items.ts";
import { forecastMethod } from "./explain.ts";
import { type ItemPlace, itemsOf, itemText, type Made, shown, valuesText } from "./item-text.ts";
import { linearForecasts } from "./linear.ts";
import { type Model, sourceKey, TEN_MINUTES } from "./model.ts";
import { type Forecasts, forecast, type Reason } from "./predict.ts";
import { REGIMES, regimeOf } from "./regime.ts";
import { type Inputs, NEVER, prepare, readiness, type Series, STEP_SECONDS } from "./series.ts";
import { modelUnits, type Target, type TargetName, targetOf } from "./targets.ts";

const MINUTE = 60;

/** Seconds ahead of the points of a path: each full minute of an hour, from now on. */
const PATH_SECONDS = Array.from({ length: 61 }, (_, minute) => minute * MINUTE);

/** Forecasts of the minutes of `PATH_SECONDS` after the first of them, which is the value itself. */
type Paths = {
  minutes: readonly Forecasts[];
  /** Why there is not one forecast from an origin. */
  reasons: (Reason | undefined)[];
};

/**
 * Forecasts of all minutes of the hour after some origins, each as it is when asked for alone: NaN where the horizon
 * that it leads up to is not answered with.
 */
function forecastPaths(
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

/** A model, its name, which changes with every training, and the newest day that it was trained with. */
export type NamedModel = {
  model: Model;
  version: string;
  trainedTo: string;
  /** Whether it was trained with the day that it forecasts. */
  knows: boolean;
};

/** Seconds ahead, or a whole path of an hour. */
export type Horizon = number | "path";

/** Paths are long texts: fewer of them fit one. */
const PATHS_OF_A_TEXT = 20;

type Writing = ItemPlace & { target: TargetName; horizon: Horizon; live: NamedModel | undefined };

/** Items of forecasts from those of the origins (numbers of steps) that have a value of the last ten minutes. */
export function forecastItems(
  series: Series,
  origins: readonly number[],
  { target: name, live, horizon, ...place }: Writing,
): Items {
  const target = targetOf(name);
  const inputs = prepare(series);
  const known = origins.filter((k) => readiness(inputs, k) !== "absent");
  const values = { series, inputs, units: modelUnits(target, place.site.cellsInSeries) };
  const source = sourceKey(place.bank, place.rack);
  const made =
    horizon === "path"
      ? pathsOf(known, { live, source }, values, place)
      : pointsOf(known, { live, source }, values, { ...place, horizon });
  const asked = { ...values, target, horizon, live };
  const item = (i: number) => {
    const [k, answer] = [known[i] as number, made(i)];
    return itemText(k, place, valuesText(answer), [
      ["reason", answer.reason],
      ["explain", place.explain ? explanation(k, answer, asked) : undefined],
    ]);
  };
  return itemsOf(known.length, item, horizon === "path" ? PATHS_OF_A_TEXT : undefined);
}

type Values = { series: Series; inputs: Inputs; units: number };

const heldOf = (k: number, { series, inputs, units }: Values) => ({
  observed: shown((series.target[k] as number) / units),
  persistence: shown((inputs.target[k] as number) / units),
});

type Source = { live: NamedModel | undefined; source: string };

/** Forecasts by a model, if there is one and it looks that far ahead. */
export const forecastBy = (
  { live, source }: Source,
  inputs: Inputs,
  origins: readonly number[],
  seconds: number,
): Forecasts | undefined =>
  live?.model.horizons.some((known) => known.seconds >= seconds)
    ? forecast(live.model, inputs, origins, [seconds], source)[0]
    : undefined;

/** Forecasts of one horizon. */
function pointsOf(
  origins: readonly number[],
  source: Source,
  values: Values,
  { horizon: seconds, ...place }: ItemPlace & { horizon: number },
): (i: number) => Made {
  const answer = forecastBy(source, values.inputs, origins, seconds);
  const recipe = seconds === TEN_MINUTES ? source.live?.model.linear : undefined;
  const linear = recipe && linearForecasts(recipe, values.inputs, origins, daysOf(origins, place));
  const numberAt = (numbers: Float64Array, i: number) =>
    shown((numbers[i] as number) / values.units) ?? undefined;
  return (i) => {
    const held = heldOf(origins[i] as number, values);
    const reason = answer ? answer.reasons[i] : "no_model";
    const compared = linear ? { linear: numberAt(linear, i) } : {};
    if (!answer || reason) return { ...held, ...compared, reason, method: "persistence" };
    return {
      ...held,
      ...compared,
      reason,
      ridge: numberAt(answer.value, i),
      lower: numberAt(answer.low, i),
      upper: numberAt(answer.high, i),
      method: answer.instant[i] === 1 ? "ridge-instant" : "ridge",
    };
  };
}

/** Forecasts of the minutes of an hour; of the first, the value itself. */
function pathsOf(
  origins: readonly number[],
  { live, source }: Source,
  values: Values,
  { site, steps, timeFormat }: ItemPlace,
): (i: number) => Made {
  const paths = live?.model.horizons.length
    ? forecastPaths(live.model, values.inputs, origins, source)
    : undefined;
  const line = (of: "value" | "low" | "high", i: number, persistence: number | null) => {
    const numbers = paths?.minutes.map((answer) => shown((answer[of][i] as number) / values.units));
    const beyond = PATH_SECONDS.length - 1 - (numbers?.length ?? 0);
    return [persistence, ...(numbers ?? []), ...Array.from({ length: beyond }, () => null)];
  };
  const limit = (of: "low" | "high", i: number, persistence: number | null) => {
    const numbers = line(of, i, persistence);
    return numbers.slice(1).some((value) => value !== null) ? numbers : undefined;
  };
  return (i) => {
    const k = origins[i] as number;
    const held = heldOf(k, values);
    const time = PATH_SECONDS.map((seconds) =>
      timeText(stepAt(steps, k) + seconds * 1_000_000, site.timeZone, timeFormat),
    );
    const reason = paths ? paths.reasons[i] : "no_model";
    if (!paths || reason) return { ...held, time, reason, method: "persistence" };
    return {
      ...held,
      time,
      reason,
      ridge: line("value", i, held.persistence),
      lower: limit("low", i, held.persistence),
      upper: limit("high", i, held.persistence),
      method: paths.minutes[0]?.instant[i] === 1 ? "ridge-instant" : "ridge",
    };
  };
}

/** Day of the month of each origin; looked up once a day. */
function daysOf(origins: readonly number[], { site, steps }: ItemPlace): Uint8Array {
  let [until, day] = [Number.NEGATIVE_INFINITY, 0];
  return Uint8Array.from(origins, (k) => {
    const at = stepAt(steps, k);
    if (at >= until) {
      until = dayOf(at, site.timeZone)?.end ?? Number.POSITIVE_INFINITY;
      day = Number(dayText(at, site.timeZone).slice(-2));
    }
    return day;
  });
}

/** Resolution of a sensor, by unit. Cell voltages are not rounded. */
const RESOLUTION = { degC: 0.1, V: 0.001 };

function explanation(
  k: number,
  { ridge, method }: Made,
  {
    inputs,
    target,
    horizon,
    live,
  }: Values & { target: Target; horizon: Horizon; live: NamedModel | undefined },
): object {
  const used = ridge === undefined ? undefined : live?.version;
  const perUnit = Math.round(1 / RESOLUTION[target.unit]);
  const round = (value: number | null) =>
    value === null ? null : Math.round(value * perUnit) / perUnit;
  const rounded = typeof ridge === "number" ? round(ridge) : ridge?.map(round);
  return {
    ...forecastMethod(method, used),
    target: target.name,
    unit: target.unit,
    horizon_seconds: horizon === "path" ? PATH_SECONDS.at(-1) : horizon,
    ...stateOf(inputs, k),
    model: used ?? null,
    ...(used ? { trained_to: live?.trainedTo, knows: live?.knows } : {}),
    ...(target.columns === "lite" && rounded !== undefined ? { rounded } : {}),
  };
}

/** State at an origin: regime, readiness of the inputs and their age. */
export function stateOf(inputs: Inputs, k: number) {
  const age = inputs.ages[k] as number;
  return {
    // Before the first complete sample the series holds its value.
    regime: age === NEVER ? null : REGIMES[regimeOf(inputs.current[k] as number)],
    readiness: readiness(inputs, k),
    inputs_age_seconds: age === NEVER ? null : age * STEP_SECONDS,
  };
}
