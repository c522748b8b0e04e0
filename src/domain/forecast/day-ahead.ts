import { analogForecast, LEAST_DAYS, meanCourse, type PastDay, weighingOf } from "./analog.ts";
import { crossFade, type DirectPath } from "./cross-fade.ts";
import type { Situation } from "./situation.ts";
import { atLeastNone, type TargetName, targetOf } from "./targets.ts";

/** Time between two steps of the day ahead, and their number. */
export const STEP_MINUTES = 10;
export const STEPS = 144;

/** Days of history before an origin. */
export const MOST_DAYS = 30;
/** Ten-minute means before a moment that tell days apart: six hours. */
export const MOST_BEFORE = 36;
/** A day is complete with so many of its means; what is missing lies on a line between the others. */
const LEAST_MEANS = 137;
/** A mean that is an hour old still counts as the newest one. */
const REACH = 6;

/**
 * Ten-minute means of a source, one after another; NaN where there is none. Units as in a `Series`; `target` may be
 * the same array as another one.
 */
export type TenMinutes = Record<
  "voltage" | "current" | "soc" | "temperature" | "gap" | "target",
  Float64Array
>;

/** Reasons for a missing forecast. */
export type DayAheadReason = "too_few_days" | "stale_inputs";

/** Means of ten minutes, each `STEPS` of them from an origin on, in the units of a series. */
export type DayAhead = {
  analog?: {
    value: Float64Array;
    low: Float64Array | undefined;
    high: Float64Array | undefined;
  };
  reason?: DayAheadReason;
  /** The last complete day, and the mean of all complete days. */
  lastDay: Float64Array | undefined;
  meanDay: Float64Array | undefined;
  /** The complete days, the newest first: where they begin, and their weights if there is a forecast. */
  days: { start: number; weight: number | undefined }[];
};

export type DayAheadInputs = {
  series: TenMinutes;
  /** The first mean that is not known yet: nothing from it on is looked at. */
  origin: number;
  /** Where past days begin at the same time of the day, the newest first; those that are not over are left out. */
  starts: readonly number[];
  /** Minute of the site's day at the origin. */
  minute: number;
  target: TargetName;
  /** What a model says of the first hour. */
  direct?: DirectPath | undefined;
};

/** The forecast of a day from an origin, and the days that it is to be compared with. */
export function dayAhead(inputs: DayAheadInputs): DayAhead {
  const { series, origin, starts } = inputs;
  const days = starts.flatMap((start) => {
    const came = start + STEPS <= origin ? courseOf(series.target, start) : undefined;
    return came ? [{ start, situation: situationAt(series, start), came }] : [];
  });
  const now = situationAt(series, origin);
  const reason = reasonOf(now, days);
  const made = reason ? undefined : analogsOf(inputs, now, days);
  return {
    ...(made ? { analog: made.analog } : {}),
    ...(reason ? { reason } : {}),
    lastDay: days[0]?.came,
    meanDay: days.length > 0 ? meanCourse(days) : undefined,
    days: days.map(({ start }, i) => ({ start, weight: made?.weights[i] })),
  };
}

function reasonOf(now: Situation, days: readonly PastDay[]): DayAheadReason | undefined {
  if (days.length < LEAST_DAYS) return "too_few_days";
  return Number.isNaN(now.target) ? "stale_inputs" : undefined;
}

function analogsOf(
  { target: name, minute, direct }: DayAheadInputs,
  now: Situation,
  days: readonly PastDay[],
): { analog: NonNullable<DayAhead["analog"]>; weights: Float64Array } {
  const target = targetOf(name);
  const { weights, ...own } = analogForecast(now, days, weighingOf(target, minute));
  const analog = direct ? crossFade(own, direct) : own;
  atLeastNone(name, analog.value, analog.low, analog.high);
  return { analog, weights };
}

/** Where a source stands before the mean with an index. */
function situationAt(series: TenMinutes, origin: number): Situation {
  const before = (values: Float64Array) =>
    values.subarray(Math.max(0, origin - MOST_BEFORE), Math.max(0, origin));
  return {
    voltage: newestOf(series.voltage, origin),
    current: newestOf(series.current, origin),
    soc: newestOf(series.soc, origin),
    temperature: newestOf(series.temperature, origin),
    gap: newestOf(series.gap, origin),
    target: newestOf(series.target, origin),
    before: {
      voltage: before(series.voltage),
      current: before(series.current),
      temperature: before(series.temperature),
    },
  };
}

function newestOf(values: Float64Array, origin: number): number {
  for (let i = origin - 1; i >= Math.max(0, origin - REACH); i--) {
    if (!Number.isNaN(values[i])) return values[i] as number;
  }
  return Number.NaN;
}

/** The means of a day from an index on, with gaps filled; undefined for an incomplete day. */
function courseOf(values: Float64Array, start: number): Float64Array | undefined {
  if (start < 0) return undefined;
  const course = values.slice(start, start + STEPS);
  const known = [...course.keys()].filter((i) => !Number.isNaN(course[i]));
  if (known.length < LEAST_MEANS) return undefined;
  let after = 0;
  for (let i = 0; i < STEPS; i++) {
    while ((known[after] ?? STEPS) < i) after++;
    const next = known[after] ?? (known[after - 1] as number);
    const last = known[after - 1] ?? next;
    if (next === i) continue;
    const part = next > last ? (i - last) / (next - last) : 0;
    course[i] = (course[last] as number) * (1 - part) + (course[next] as number) * part;
  }
  return course;
}
