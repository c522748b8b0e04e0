import { dayOf, dayText } from "../../time/days.ts";
import { type Steps, stepAt } from "../../time/grid.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import { decimal } from "../decimal.ts";
import type { Items } from "../items.ts";
import { type ForecastMethod, forecastMethod } from "./explain.ts";
import { linearForecasts } from "./linear.ts";
import { type Model, sourceKey, TEN_MINUTES } from "./model.ts";
import { forecastPaths, PATH_SECONDS } from "./path.ts";
import { type Forecasts, forecast, type Reason } from "./predict.ts";
import { REGIMES, regimeOf } from "./regime.ts";
import { type Inputs, NEVER, prepare, readiness, type Series, STEP_SECONDS } from "./series.ts";
import { modelUnits, type Target, type TargetName, targetOf } from "./targets.ts";

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

/** Where items are made, and how they are written. */
export type Place = {
  site: { id: number; timeZone: string; cellsInSeries: number };
  bank: number;
  /** 0 of a bank. */
  rack: number;
  /** Times of the steps of the series. */
  steps: Steps;
  timeFormat: TimeFormat;
  explain: boolean;
};

type Writing = Place & { target: TargetName; horizon: Horizon; live: NamedModel | undefined };

/** Items of one text: longer texts than some 100 kB are garbage that is collected late. */
const ITEMS_OF_A_TEXT = 250;
const PATHS_OF_A_TEXT = 20;

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
  return itemsOf(known.length, item, horizon === "path" ? PATHS_OF_A_TEXT : ITEMS_OF_A_TEXT);
}

/** Items as texts of at most `size` of them. */
export function itemsOf(count: number, item: (i: number) => string, size = ITEMS_OF_A_TEXT): Items {
  function* texts() {
    for (let from = 0; from < count; from += size) {
      let text = item(from);
      for (let i = from + 1; i < Math.min(count, from + size); i++) text += `,${item(i)}`;
      yield text;
    }
  }
  return { rows: count, texts: texts() };
}

/** An item: when, where, its values, and what follows them unless it is undefined. */
export function itemText(
  k: number,
  { site, bank, rack, steps, timeFormat }: Place,
  values: string,
  more: readonly (readonly [key: string, value: unknown])[],
): string {
  const time = timeText(stepAt(steps, k), site.timeZone, timeFormat);
  let text = `{"time":${JSON.stringify(time)},"operating_site":${site.id},"bank_id":${bank},"rack_id":${rack},"values":${values}`;
  for (const [key, value] of more) {
    if (value !== undefined) text += `,"${key}":${JSON.stringify(value)}`;
  }
  return `${text}}`;
}

/** A number of an answer: what is beyond a millionth of its unit is noise of the arithmetic. */
export const shown = (value: number): number | null =>
  Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6;

type Values = { series: Series; inputs: Inputs; units: number };

/** What is said of an origin, in the unit of the answers. */
type Made = {
  observed: number | null;
  persistence: number | null;
  time?: readonly (string | number)[];
  /** Undefined where there is a reason. */
  ridge?: Shown | undefined;
  lower?: Shown | undefined;
  upper?: Shown | undefined;
  /** By the original's recipe. */
  linear?: number | undefined;
  reason: Reason | undefined;
  method: ForecastMethod;
};
type Shown = number | readonly (number | null)[];

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
  { horizon: seconds, ...place }: Place & { horizon: number },
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
  { site, steps, timeFormat }: Place,
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
function daysOf(origins: readonly number[], { site, steps }: Place): Uint8Array {
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

function valuesText({ observed, persistence, time, ridge, lower, upper, linear }: Made): string {
  const held = numberText(persistence);
  let text = `{"observed":${observed === persistence ? held : numberText(observed)}`;
  if (time) text += `,"persistence":${held},"time":${JSON.stringify(time)}`;
  if (ridge !== undefined) text += `,"ridge":${numberText(ridge)}`;
  if (lower !== undefined) text += `,"ridge_lower":${numberText(lower)}`;
  if (upper !== undefined) text += `,"ridge_upper":${numberText(upper)}`;
  if (!time) text += `,"persistence":${held}`;
  return `${text}${linear === undefined ? "" : `,"linear":${numberText(linear)}`}}`;
}

const numberText = (value: Shown | null): string =>
  typeof value === "number" ? decimal(value) : JSON.stringify(value);

/** What a sensor can tell apart, by unit; a voltage of a cell is told as it is. */
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

/** What an origin knows: what the battery does, which inputs there are, and how old they are. */
export function stateOf(inputs: Inputs, k: number) {
  const age = inputs.ages[k] as number;
  return {
    // Before the first complete sample the series holds what comes later.
    regime: age === NEVER ? null : REGIMES[regimeOf(inputs.current[k] as number)],
    readiness: readiness(inputs, k),
    inputs_age_seconds: age === NEVER ? null : age * STEP_SECONDS,
  };
}
