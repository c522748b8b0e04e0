import { type Climatology, cellAt } from "./climatology.ts";
import { regimeOf } from "./regime.ts";
import { type Inputs, STEP_SECONDS } from "./series.ts";
import type { Target } from "./targets.ts";

/*
 * The design matrix, kept by columns: one array for each feature, one element for each origin. Units are those of a
 * series; scales bring every column to about 1.
 */

/** Steps back in time. */
const TARGET_LAGS = [1, 3, 6, 12, 30, 60, 120, 180, 360];
const CURRENT_LAGS = [1, 3, 6, 12, 30, 60, 120, 180];
const MEANS = [6, 30, 60, 180];
/** Steps before an origin that its columns look at. */
export const HISTORY_STEPS = Math.max(...TARGET_LAGS, ...CURRENT_LAGS, ...MEANS);
const MINUTE = 6;
const FIVE_MINUTES = 30;

/** mV of a mean cell between which what a current does is interpolated; of NMC cells from 3.30 to 4.07 V. */
export const KNOTS = [
  3300, 3330, 3350, 3370, 3400, 3450, 3500, 3550, 3600, 3640, 3680, 3720, 3780, 3840, 3900, 3960,
  4010, 4040, 4060, 4070,
];
/** mV above or below which a charge or discharge meets its limits. */
const CEILINGS = [4030, 4045, 4055, 4062, 4070];
const FLOORS = [3360, 3340, 3320, 3305, 3290];

const hatNames = (name: string) => KNOTS.map((knot) => `${name} at ${knot} mV`);

/** Names of the columns that are the same for every horizon, in their order. */
export function sharedColumns({ columns }: Pick<Target, "columns">): string[] {
  return [
    "voltage",
    "current",
    "soc",
    "target",
    ...TARGET_LAGS.map((lag) => `target since ${lag * STEP_SECONDS} s`),
    ...MEANS.map((steps) => `target less its mean of ${steps * STEP_SECONDS} s`),
    ...CURRENT_LAGS.map((lag) => `current since ${lag * STEP_SECONDS} s`),
    ...MEANS.map((steps) => `mean current of ${steps * STEP_SECONDS} s`),
    "charge of the last hour since its regime began",
    ...hatNames("mean current of 60 s"),
    ...(columns === "full"
      ? [...hatNames("current less its mean of 300 s"), ...hatNames("target since 300 s")]
      : []),
  ];
}

/** Names of the columns that each horizon has of its own, after the shared ones. */
export function ownColumns({ columns }: Pick<Target, "columns">): string[] {
  return [
    "usual change of the target",
    "usual change of the current",
    ...(columns === "full"
      ? [
          ...CEILINGS.map((limit) => `voltage to come above ${limit} mV`),
          ...FLOORS.map((limit) => `voltage to come below ${limit} mV`),
        ]
      : []),
  ];
}

/** Which shared columns need no history: levels, and the hats of the current, which is held where there is none. */
export function instantColumns(target: Pick<Target, "columns">): number[] {
  const names = sharedColumns(target);
  const shared = names.flatMap((name, j) =>
    j < 4 || name.startsWith("mean current of 60 s at") ? [j] : [],
  );
  // Of the own ones the usual changes; where the voltage will be follows from a slope.
  return [...shared, names.length, names.length + 1];
}

/** Fills the shared columns for some origins; columns are at least as long as there are of these. */
export function fillShared(
  columns: readonly Float64Array[],
  inputs: Inputs,
  origins: ArrayLike<number>,
  target: Target,
): void {
  const { voltage, current, soc, target: values, sums } = inputs;
  const { levelScale, changeScale } = target;
  const next = taker(columns);
  fill(next(), origins, (k) => (voltage[k] as number) / 1000);
  fill(next(), origins, (k) => current[k] as number);
  fill(next(), origins, (k) => (soc[k] as number) / 100);
  fill(next(), origins, (k) => (values[k] as number) / levelScale);
  const since = (k: number, lag: number) => (values[k] as number) - at(values, k - lag);
  for (const lag of TARGET_LAGS) fill(next(), origins, (k) => since(k, lag) / changeScale);
  for (const steps of MEANS) {
    fill(
      next(),
      origins,
      (k) => ((values[k] as number) - mean(sums.target, values, k, steps)) / changeScale,
    );
  }
  for (const lag of CURRENT_LAGS) {
    fill(next(), origins, (k) => (current[k] as number) - at(current, k - lag));
  }
  const meanCurrent = (k: number, steps: number) => mean(sums.current, current, k, steps);
  for (const steps of MEANS) fill(next(), origins, (k) => meanCurrent(k, steps));
  fill(next(), origins, (k) => chargeOf(inputs, k));
  const positions = Float64Array.from(origins, (k) => positionOf(voltage[k] as number));
  const hats = (of: (k: number) => number) => fillHats(next, origins, positions, of);
  hats((k) => meanCurrent(k, MINUTE));
  if (target.columns === "lite") return;
  hats((k) => (current[k] as number) - meanCurrent(k, FIVE_MINUTES));
  hats((k) => since(k, FIVE_MINUTES) / changeScale);
}

/** Fills the columns of one horizon, the first of which is the first of `columns`. */
export function fillOwn(
  columns: readonly Float64Array[],
  inputs: Inputs,
  origins: ArrayLike<number>,
  target: Target,
  { seconds, climatology }: { seconds: number; climatology: Climatology },
): void {
  const { voltage, current, minutes } = inputs;
  const next = taker(columns);
  const cell = (k: number) =>
    cellAt(climatology.cellMinutes, regimeOf(current[k] as number), minutes[k] as number);
  fill(next(), origins, (k) => (climatology.target[cell(k)] as number) / target.changeScale);
  fill(next(), origins, (k) => climatology.current[cell(k)] as number);
  if (target.columns === "lite") return;
  const ahead = seconds / (FIVE_MINUTES * STEP_SECONDS);
  const toCome = (k: number) =>
    (voltage[k] as number) + ((voltage[k] as number) - at(voltage, k - FIVE_MINUTES)) * ahead;
  for (const limit of CEILINGS) fill(next(), origins, (k) => Math.max(toCome(k) - limit, 0) / 10);
  for (const limit of FLOORS) fill(next(), origins, (k) => Math.max(limit - toCome(k), 0) / 10);
}

function taker(columns: readonly Float64Array[]): () => Float64Array {
  let j = 0;
  return () => columns[j++] as Float64Array;
}

function fill(column: Float64Array, origins: ArrayLike<number>, of: (k: number) => number): void {
  for (let row = 0; row < origins.length; row++) column[row] = of(origins[row] as number);
}

/** A product of what `of` gives and a piecewise-linear basis over the voltage: two of the columns are not 0. */
function fillHats(
  next: () => Float64Array,
  origins: ArrayLike<number>,
  positions: Float64Array,
  of: (k: number) => number,
): void {
  const columns = KNOTS.map(next);
  for (const column of columns) column.fill(0, 0, origins.length);
  for (let row = 0; row < origins.length; row++) {
    const k = origins[row] as number;
    const position = positions[row] as number;
    const lower = Math.min(Math.floor(position), KNOTS.length - 2);
    const value = of(k);
    (columns[lower] as Float64Array)[row] = value * (1 - (position - lower));
    (columns[lower + 1] as Float64Array)[row] = value * (position - lower);
  }
}

/** Where a voltage lies among the knots, as a number of knots from 0; at the end ones beyond them. */
function positionOf(mv: number): number {
  const last = KNOTS.length - 1;
  for (let j = 1; j <= last; j++) {
    const [low, high] = [KNOTS[j - 1] as number, KNOTS[j] as number];
    if (mv < high) return j - 1 + Math.max(0, (mv - low) / (high - low));
  }
  return last;
}

/** What has passed since the regime began, in the last hour at most: as far back as any origin can look. */
function chargeOf({ sums, regimeStarts }: Inputs, k: number): number {
  const from = Math.max(regimeStarts[k] as number, k + 1 - HISTORY_STEPS);
  return ((sums.current[k + 1] as number) - (sums.current[from] as number)) / HISTORY_STEPS;
}

/** What lies before the series is its beginning. */
const at = (values: Float64Array, k: number): number => values[Math.max(0, k)] as number;

function mean(sums: Float64Array, values: Float64Array, k: number, steps: number): number {
  const from = k + 1 - steps;
  const before = from < 0 ? -from * (values[0] as number) : 0;
  return ((sums[k + 1] as number) - (sums[Math.max(0, from)] as number) + before) / steps;
}
