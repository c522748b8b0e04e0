import { regimeOf } from "./regime.ts";

/** Time between two samples of the grid that forecasts are made on. */
export const STEP_SECONDS = 10;

/**
 * Samples of a bank or rack on a grid of ten seconds, each the newest row of (T − 10 s, T]; NaN where there is none
 * or its value cannot be true. All arrays are of the same length.
 */
export type Series = {
  /** Minute of the site's day of each step, 0–1439. */
  minutes: Uint16Array;
  /** Mean voltage of a cell, mV. */
  voltage: Float64Array;
  /** Current in units of CURRENT_UNIT_C, twentieths of the rated capacity per hour, + = charge. */
  current: Float64Array;
  /** State of charge, %. */
  soc: Float64Array;
  /** What is forecast, mV of a cell or degC. */
  target: Float64Array;
};

/** A series made ready: the newest known value everywhere, and sums that give any trailing mean at once. */
export type Inputs = {
  count: number;
  minutes: Uint16Array;
  /** Last known value where there is no new one; before the first sample, its value. */
  voltage: Float64Array;
  current: Float64Array;
  soc: Float64Array;
  target: Float64Array;
  /** Sums of all steps before an index, of count + 1 elements. */
  sums: {
    current: Float64Array;
    squares: Float64Array;
    target: Float64Array;
    missing: Float64Array;
  };
  /** Where the regime of a step began, as far as the series reaches back. */
  regimeStarts: Uint32Array;
  /** Steps since the newest sample with all four values, and with the target's; NEVER before the first. */
  ages: Uint32Array;
  targetAges: Uint32Array;
  /** The first step with all four values; count if there is none. */
  first: number;
};

export const NEVER = 0xffff_ffff;

/** An input of this age, a minute, still counts as there. */
export const REACH_STEPS = 6;

/** Makes a series ready in one pass; what a step holds depends on no later one, save before the first sample. */
export function prepare({ minutes, voltage, current, soc, target }: Series): Inputs {
  const count = voltage.length;
  const ages = new Uint32Array(count).fill(NEVER);
  const targetAges = new Uint32Array(count).fill(NEVER);
  let first = count;
  for (let k = 0; k < count; k++) {
    const hasTarget = !Number.isNaN(target[k]);
    const isComplete =
      hasTarget &&
      !Number.isNaN((voltage[k] as number) + (current[k] as number) + (soc[k] as number));
    if (isComplete && first === count) first = k;
    ages[k] = isComplete ? 0 : older(ages, k);
    targetAges[k] = hasTarget ? 0 : older(targetAges, k);
  }
  const held = {
    voltage: hold(voltage),
    current: hold(current),
    soc: hold(soc),
    target: hold(target),
  };
  const sums = {
    current: prefix(count, (k) => held.current[k] as number),
    squares: prefix(count, (k) => (held.current[k] as number) ** 2),
    target: prefix(count, (k) => held.target[k] as number),
    missing: prefix(count, (k) => ((ages[k] as number) > REACH_STEPS ? 1 : 0)),
  };
  const regimeStarts = startsOf(held.current);
  return { count, minutes, ...held, sums, regimeStarts, ages, targetAges, first };
}

function startsOf(current: Float64Array): Uint32Array {
  const starts = new Uint32Array(current.length);
  for (let k = 1; k < current.length; k++) {
    const goesOn = regimeOf(current[k] as number) === regimeOf(current[k - 1] as number);
    starts[k] = goesOn ? (starts[k - 1] as number) : k;
  }
  return starts;
}

const older = (ages: Uint32Array, k: number): number => {
  const before = k === 0 ? NEVER : (ages[k - 1] as number);
  return before === NEVER ? NEVER : before + 1;
};

function hold(values: Float64Array): Float64Array {
  const held = Float64Array.from(values);
  let last = values.find((value) => !Number.isNaN(value)) ?? 0;
  for (let k = 0; k < held.length; k++) {
    if (Number.isNaN(held[k])) held[k] = last;
    else last = held[k] as number;
  }
  return held;
}

function prefix(count: number, at: (k: number) => number): Float64Array {
  const sums = new Float64Array(count + 1);
  for (let k = 0; k < count; k++) sums[k + 1] = (sums[k] as number) + at(k);
  return sums;
}

/** What can be forecast from an origin. */
export type Readiness = "full" | "instant" | "stale_inputs" | "missing_inputs" | "absent";

/** Ten minutes of history are needed for lags, and of the last thirty at most a fifth may be missing. */
const LEAST_HISTORY = 60;
const RECENT = 180;
const MOST_MISSING = 0.2;
/** A value older than ten minutes is not used for forecasts. */
const OLDEST = 60;

/** How much an origin knows: whether a model may answer, one without lags, or only the value itself. */
export function readiness(inputs: Inputs, k: number): Readiness {
  const age = inputs.ages[k] as number;
  const targetAge = inputs.targetAges[k] as number;
  if (targetAge > OLDEST) return "absent";
  if (targetAge > REACH_STEPS) return "stale_inputs";
  if (age > REACH_STEPS) return "missing_inputs";
  const since = k - inputs.first;
  if (since < LEAST_HISTORY) return "instant";
  const from = Math.max(inputs.first, k + 1 - RECENT);
  const { missing } = inputs.sums;
  const lost = (missing[k + 1] as number) - (missing[from] as number);
  return lost > MOST_MISSING * (k + 1 - from) ? "instant" : "full";
}
