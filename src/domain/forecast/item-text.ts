import { type Steps, stepAt } from "../../time/grid.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import type { Items } from "../items.ts";
import type { ForecastMethod } from "./explain.ts";
import type { Reason } from "./predict.ts";

/** Where items are made, and how they are written. */
export type ItemPlace = {
  site: { id: number; timeZone: string; cellsInSeries: number };
  bank: number;
  /** 0 of a bank. */
  rack: number;
  /** Times of the steps of the series. */
  steps: Steps;
  timeFormat: TimeFormat;
  explain: boolean;
};

/** Items per text. Texts above about 100 kB are garbage-collected late. */
const ITEMS_OF_A_TEXT = 250;

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

/** An item: time, place, values, and further entries unless they are undefined. */
export function itemText(
  k: number,
  { site, bank, rack, steps, timeFormat }: ItemPlace,
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

/** A number rounded to a millionth; smaller digits are arithmetic noise. */
export const shown = (value: number): number | null =>
  Number.isNaN(value) ? null : Math.round(value * 1e6) / 1e6;

/** What is said of an origin, in the unit of the answers. */
export type Made = {
  observed: number | null;
  persistence: number | null;
  time?: readonly (string | number)[];
  /** Undefined if there is a reason. */
  ridge?: Shown | undefined;
  lower?: Shown | undefined;
  upper?: Shown | undefined;
  /** By the original's recipe. */
  linear?: number | undefined;
  reason: Reason | undefined;
  method: ForecastMethod;
};
export type Shown = number | readonly (number | null)[];

export function valuesText({
  observed,
  persistence,
  time,
  ridge,
  lower,
  upper,
  linear,
}: Made): string {
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

const PLACES = 6;
const PARTS = 10 ** PLACES;

/**
 * A number as JSON to a millionth, without zeros at its end: what `String(Math.round(value * 1e6) / 1e6)` gives,
 * several times as fast. Of at most a thousand million.
 */
export function decimal(value: number): string {
  const parts = Math.round(Math.abs(value) * PARTS);
  const whole = Math.floor(parts / PARTS);
  let rest = parts - whole * PARTS;
  const sign = value < 0 && parts > 0 ? "-" : "";
  if (rest === 0) return sign + whole;
  let places = PLACES;
  while (rest % 10 === 0) {
    rest /= 10;
    places--;
  }
  return `${sign}${whole}.${String(rest).padStart(places, "0")}`;
}
