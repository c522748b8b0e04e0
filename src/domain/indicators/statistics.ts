import { plausible, type Quality } from "./plausible.ts";

/** What a mean is made of. `excluded` counts the values that were missing or could not be true. */
export type Sums = { sum: number; count: number; excluded: number };

/** Sum and count of the plausible values. */
export function sumsOf(values: Iterable<number | null | undefined>, quality: Quality): Sums {
  const sums: Sums = { sum: 0, count: 0, excluded: 0 };
  for (const value of values) {
    const taken = plausible(quality, value);
    if (taken === null) sums.excluded++;
    else {
      sums.sum += taken;
      sums.count++;
    }
  }
  return sums;
}

/** The sums of all parts together: a day from its minutes. */
export function mergeSums(parts: Iterable<Sums>): Sums {
  const all: Sums = { sum: 0, count: 0, excluded: 0 };
  for (const part of parts) {
    all.sum += part.sum;
    all.count += part.count;
    all.excluded += part.excluded;
  }
  return all;
}

/** The mean, or null of no values. */
export const meanOf = ({ sum, count }: Sums): number | null => (count === 0 ? null : sum / count);

/** `value` to a number of decimals, halves away from zero up to the resolution of a double; never -0. */
export function rounded(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  const nudge = 1 + Number.EPSILON;
  return (Math.sign(value) * Math.round(Math.abs(value) * scale * nudge)) / scale + 0;
}

/** A line y = intercept + slope·t through y at t = 0, 1, …, count − 1. */
export type Line = {
  intercept: number;
  /** Per step of t. */
  slope: number;
  meanT: number;
  /** Σ (t − mean t)². */
  spreadT: number;
};

/** The least-squares line; level for a single value. */
export function fitLine(y: readonly number[]): Line {
  const meanT = (y.length - 1) / 2;
  // From the first value on, so that equal values make an exactly level line.
  const first = y[0] ?? 0;
  const meanRise = y.reduce((sum, value) => sum + value - first, 0) / Math.max(y.length, 1);
  let [spreadT, common] = [0, 0];
  y.forEach((value, t) => {
    spreadT += (t - meanT) ** 2;
    common += (t - meanT) * (value - first - meanRise);
  });
  const slope = spreadT === 0 ? 0 : common / spreadT;
  return { intercept: first + meanRise - slope * meanT, slope, meanT, spreadT };
}
