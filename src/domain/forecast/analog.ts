import { Matrix } from "ml-matrix";
import { quantileOf } from "./quantile.ts";
import { type Situation, unlikeness } from "./situation.ts";
import type { Target } from "./targets.ts";

/*
 * The day ahead as a weighted mean of what followed on past days: the weights fall with the age of a day and with
 * how unlike its beginning was, and what is different now fades out.
 */

/** A past day: where it stood at the same time of the day, and how the target went on from there. */
export type PastDay = { situation: Situation; came: Float64Array };

/** How past days are weighed. */
export type Weighing = {
  /** Days by which the weight of one halves, counted among those that are known. */
  halfLife: number;
  /** Unlikeness, in medians of it, by which the weight falls to a third (1/e); infinite: it does not count. */
  spread: number;
  /** What is left, after a step, of the difference there is now. */
  decay: number;
};

const WEIGHINGS = {
  voltage: { halfLife: 1, spread: 1, decay: 0.9 },
  temperature: { halfLife: 4, spread: 0.3, decay: 0.98 },
  gap: { halfLife: 1, spread: 1, decay: 0.8 },
} as const satisfies Record<string, Weighing>;

/** Before this minute of the day a battery rests: what its voltage will do shows on no sensor yet. */
const NIGHT_MINUTES = 60;

/** @param minute of the site's day, at the origin */
export function weighingOf({ unit, columns }: Pick<Target, "unit" | "columns">, minute: number) {
  if (unit === "degC") return WEIGHINGS.temperature;
  const usual = columns === "full" ? WEIGHINGS.voltage : WEIGHINGS.gap;
  if (minute >= NIGHT_MINUTES) return usual;
  return { ...usual, spread: Number.POSITIVE_INFINITY, decay: 0.98 };
}

/** With fewer days than this nothing can be weighed. */
export const LEAST_DAYS = 2;
/** Minimum past days for an interval. */
export const LEAST_ERRORS = 7;
/** Steps before and after one whose errors make its interval: half an hour. */
const NEAR = 3;
const TAIL = 0.05;

export type AnalogForecast = {
  value: Float64Array;
  /** Central 90 % interval from the errors of past days; undefined if there are too few. */
  low: Float64Array | undefined;
  high: Float64Array | undefined;
  /** Of each day; their sum is 1. */
  weights: Float64Array;
};

/**
 * Forecasts from now, and from each of the past days by those before it, in one product of matrices: weights times
 * trajectories. The errors of the latter make the interval.
 * @param days the newest first, at least `LEAST_DAYS`; their trajectories are of one length and end before the next
 * one begins
 */
export function analogForecast(
  now: Situation,
  days: readonly PastDay[],
  weighing: Weighing,
): AnalogForecast {
  // Row 0 is now, row i the day i − 1, by the days after it in the list, which are older.
  const origins = [now, ...days.slice(0, days.length - LEAST_DAYS).map((day) => day.situation)];
  const weights = Matrix.zeros(origins.length, days.length);
  origins.forEach((origin, row) => {
    weightsOf(origin, days.slice(row), weighing).forEach((weight, i) => {
      weights.set(row, row + i, weight);
    });
  });
  const means = weights.mmul(coursesOf(days));
  const steps = means.columns - 1;
  const values = origins.map((origin, row) => {
    const value = new Float64Array(steps);
    let rest = origin.target - means.get(row, steps);
    for (let step = 0; step < steps; step++) {
      rest *= weighing.decay;
      value[step] = means.get(row, step) + rest;
    }
    return value;
  });
  const [value = new Float64Array(), ...past] = values;
  const errors = past
    .map((made, i) => made.map((v, step) => (days[i]?.came[step] as number) - v))
    // Where nothing was known at the beginning of a day there was no forecast.
    .filter(([first]) => !Number.isNaN(first));
  return { value, ...limitsOf(value, errors), weights: Float64Array.from(weights.getRow(0)) };
}

/** The mean of the trajectories of some days. */
export const meanCourse = (days: readonly PastDay[]): Float64Array =>
  Float64Array.from(coursesOf(days).mean("column").slice(0, -1));

/** Trajectories as rows, the last column what there was before: where that is not known, what came first. */
function coursesOf(days: readonly PastDay[]): Matrix {
  const steps = days[0]?.came.length ?? 0;
  const courses = Matrix.zeros(days.length, steps + 1);
  days.forEach(({ came, situation: { target } }, i) => {
    for (let step = 0; step < steps; step++) courses.set(i, step, came[step] as number);
    courses.set(i, steps, Number.isNaN(target) ? (came[0] as number) : target);
  });
  return courses;
}

/** Weights of days for an origin, the newest first: 0.5^(rank / half-life) · exp(−(d − least d) / (c · median d)). */
export function weightsOf(
  origin: Situation,
  days: readonly PastDay[],
  { halfLife, spread }: Weighing,
): Float64Array {
  const likeness = likenessOf(origin, days, spread);
  const weights = Float64Array.from(days, (_, rank) => 0.5 ** (rank / halfLife));
  weights.forEach((weight, i) => {
    weights[i] = weight * (likeness[i] as number);
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** From 0 to 1, the most like day 1; all alike where nothing can be compared. */
function likenessOf(origin: Situation, days: readonly PastDay[], spread: number): Float64Array {
  const alike = new Float64Array(days.length).fill(1);
  if (spread === Number.POSITIVE_INFINITY) return alike;
  const distances = Float64Array.from(days, ({ situation }) => unlikeness(origin, situation));
  const known = distances.filter((distance) => !Number.isNaN(distance)).sort();
  if (known.length === 0) return alike;
  const least = known[0] as number;
  const median = quantileOf(known, 0.5);
  return distances.map((distance) => {
    if (Number.isNaN(distance)) return 0;
    return median > 0 ? Math.exp(-(distance - least) / (spread * median)) : 1;
  });
}

function limitsOf(
  value: Float64Array,
  errors: readonly Float64Array[],
): Pick<AnalogForecast, "low" | "high"> {
  if (errors.length < LEAST_ERRORS) return { low: undefined, high: undefined };
  const [low, high] = [Float64Array.from(value), Float64Array.from(value)];
  const room = new Float64Array(errors.length * (2 * NEAR + 1));
  for (let step = 0; step < value.length; step++) {
    const from = Math.max(0, step - NEAR);
    const to = Math.min(value.length, step + NEAR + 1);
    errors.forEach((own, i) => {
      room.set(own.subarray(from, to), i * (to - from));
    });
    const near = room.subarray(0, errors.length * (to - from)).sort();
    low[step] = (value[step] as number) + Math.min(0, quantileOf(near, TAIL));
    high[step] = (value[step] as number) + Math.max(0, quantileOf(near, 1 - TAIL));
  }
  return { low, high };
}
