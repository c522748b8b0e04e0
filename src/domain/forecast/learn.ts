import { Matrix, WrapperMatrix2D } from "ml-matrix";
import { DAY, SECOND } from "../../time/units.ts";
import { addSums, climatologyOf, daySums } from "./climatology.ts";
import { fillOwn, fillShared, ownColumns, sharedColumns } from "./columns.ts";
import { fillLinear } from "./linear.ts";
import { TEN_MINUTES } from "./model.ts";
import { addMoments, emptyMoments, type Moments, momentsOf } from "./moments.ts";
import { REGIMES, regimeOf } from "./regime.ts";
import { fitRidge, type Linear } from "./ridge.ts";
import { type Inputs, REACH_STEPS, readiness, STEP_SECONDS } from "./series.ts";
import { type HorizonState, LINEAR_COLUMNS, type State } from "./state.ts";
import { type Target, targetOf } from "./targets.ts";

/** A day of a source: what was sampled from an hour before it to an hour after, and where in it the day lies. */
export type SourceDay = {
  /** Its key in the model. */
  source: string;
  inputs: Inputs;
  /** Steps of the day: from, and before. */
  from: number;
  to: number;
  /** Day of the month, which the original's recipe reads. */
  dayOfMonth: number;
};

/** Numbers of the recipe (docs/forecasting.md). */
export const HYPER = {
  /** Penalty of the ridge; of few days first_lambda / days² where that is more. */
  lambda: 1e-3,
  first_lambda: 0.05,
  /** What remains of a day when the next one is learnt: about ten days count. */
  keep: 0.9,
  /** Minimum seconds between two training rows of a source. */
  stride_seconds: 60,
  /** Rounds of weighing the rows of a day anew before they are added; on the first days, which know nothing, more. */
  rounds: 1,
  first_rounds: 3,
  /** Of many sources rows are learnt from less often: at most so many in a day. */
  most_rows: 7_200,
  /** Days over which the least and the largest change are remembered. */
  change_days: 14,
} as const;

/** The penalty of a fit: larger with few days. */
export const lambdaOf = (days: number): number =>
  Math.max(HYPER.lambda, HYPER.first_lambda / Math.max(1, days) ** 2);

/** Which origins of a day are taken. */
type Choice = {
  /** Least seconds between two of them. */
  stride?: number;
  /** Seconds after the beginning of the day before which none is. */
  shift?: number;
  /** Including origins that are forecast without history. */
  withInstant?: boolean;
};

/** Origins of a day that a horizon can learn from, or be judged by: complete now, and sampled when it has passed. */
export function originsOf(
  { inputs, from, to }: SourceDay,
  seconds: number,
  { stride = HYPER.stride_seconds, shift = 0, withInstant = false }: Choice = {},
): number[] {
  const ahead = seconds / STEP_SECONDS;
  const late = rhythmOf(inputs);
  const origins: number[] = [];
  let next = from + shift / STEP_SECONDS;
  for (let k = from; k < Math.min(to, inputs.count - ahead); k++) {
    if (k < next || inputs.ages[k] !== 0) continue;
    if ((inputs.targetAges[k + ahead] as number) >= late) continue;
    const ready = readiness(inputs, k);
    if (ready !== "full" && !(withInstant && ready === "instant")) continue;
    origins.push(k);
    next = k + stride / STEP_SECONDS;
  }
  return origins;
}

/** Steps from one sample to the next, usually: so old may be what has come by then. */
function rhythmOf({ ages }: Inputs): number {
  const samples = ages.reduce((sum, age) => sum + (age === 0 ? 1 : 0), 0);
  const known = ages.reduce((sum, age) => sum + (age <= REACH_STEPS ? 1 : 0), 0);
  return Math.max(1, Math.round(known / Math.max(1, samples)));
}

/**
 * Learns a day, of which all sources are given: the state goes on from what it was.
 * @returns how many rows taught what comes in ten minutes
 */
export function learnDay(state: State, sources: readonly SourceDay[]): number {
  const target = targetOf(state.target);
  const room = openRoom(target, sources);
  for (const horizon of state.horizons) {
    learnHorizon(horizon, state.days, target, sources, room);
  }
  const rows = learnLinear(state, sources, room);
  state.days++;
  return rows;
}

/** Columns 1, x, t of a design matrix and the weights of its rows; made once for a day. */
type Room = { z: Float64Array[]; weights: Float64Array };

function openRoom(target: Target, sources: readonly SourceDay[]): Room {
  const rows = Math.max(0, ...sources.map(({ from, to }) => to - from));
  const columns = sharedColumns(target).length + ownColumns(target).length + 2;
  const z = Array.from({ length: columns }, () => new Float64Array(rows));
  z[0]?.fill(1);
  return { z, weights: new Float64Array(rows) };
}

function learnHorizon(
  state: HorizonState,
  daysBefore: number,
  target: Target,
  sources: readonly SourceDay[],
  room: Room,
): void {
  const { seconds } = state;
  const ahead = seconds / STEP_SECONDS;
  const climatology = climatologyOf(state.climatology);
  const shared = sharedColumns(target).length;
  const chosen = sources.map((day, s) => originsOf(day, seconds, strideOf(sources.length, s)));
  const changes = new Float64Array(2 * REGIMES.length);
  REGIMES.forEach((_, regime) => {
    const moments = state.moments[regime] as Moments;
    const columns = moments.sums.rows - 2;
    const t = room.z[columns + 1] as Float64Array;
    const rows = sources.map(({ inputs }, s) =>
      (chosen[s] as number[]).filter((k) => regimeOf(inputs.current[k] as number) === regime),
    );
    /** The day's moments, its rows weighed by their errors in a fit. */
    const weighed = (fit: Linear | undefined, each = (_source: string, _rows: number) => {}) => {
      const day = emptyMoments(columns);
      sources.forEach(({ source, inputs }, s) => {
        const some = rows[s] as number[];
        fillShared(room.z.slice(1), inputs, some, target);
        fillOwn(room.z.slice(1 + shared), inputs, some, target, { seconds, climatology });
        fillChanges(t, inputs, some, ahead);
        weigh(room, some.length, target, fit);
        addMoments(day, momentsOf(room.z, room.weights, some.length));
        each(source, some.length);
      });
      return day;
    };
    let fit = fitRidge(moments, lambdaOf(daysBefore));
    const rounds = fit ? HYPER.rounds : HYPER.first_rounds;
    for (let round = 0; round < rounds; round++) {
      const trial = { rows: moments.rows, sums: moments.sums.clone() };
      addMoments(trial, weighed(fit), { keep: HYPER.keep });
      fit = fitRidge(trial, lambdaOf(daysBefore + 1));
    }
    const [least, most] = [2 * regime, 2 * regime + 1];
    const day = weighed(fit, (source, count) => {
      for (let row = 0; row < count; row++) {
        changes[least] = Math.min(changes[least] as number, t[row] as number);
        changes[most] = Math.max(changes[most] as number, t[row] as number);
      }
      if (fit) addOffset(state, source, regime, room, count, fit);
    });
    addMoments(moments, day, { keep: HYPER.keep });
  });
  state.changes = [...state.changes, changes].slice(-HYPER.change_days);
  const parts = sources.map((day) => ({ ...day, origins: originsOf(day, seconds) }));
  const usual = daySums(state.climatology.cellMinutes, parts, ahead);
  addSums(state.climatology, usual, { keep: HYPER.keep });
}

/** Of many sources each is read less often, one after the other, so that all minutes are. */
function strideOf(sources: number, index: number): { stride: number; shift: number } {
  const times = Math.ceil((sources * (DAY / SECOND)) / HYPER.stride_seconds / HYPER.most_rows);
  return { stride: times * HYPER.stride_seconds, shift: (index % times) * HYPER.stride_seconds };
}

export function fillChanges(
  column: Float64Array,
  { target }: Inputs,
  origins: readonly number[],
  ahead: number,
): void {
  origins.forEach((k, row) => {
    column[row] = (target[k + ahead] as number) - (target[k] as number);
  });
}

/** Errors t − fit of the first rows, of which there is one at least, of a design matrix 1, x, t. */
export function errorsOf(
  z: readonly Float64Array[],
  rows: number,
  { bias, weights }: Linear,
): Matrix {
  const line = Matrix.rowVector([bias, ...weights]).neg();
  const used = z.map((column) => column.subarray(0, rows));
  const target = Matrix.rowVector(used[used.length - 1] as unknown as number[]);
  return line.mmul(new WrapperMatrix2D(used.slice(0, -1) as unknown as number[][])).add(target);
}

/** w = 1 / sqrt(e² + tolerance²), by what was known before; 1 where nothing was. */
function weigh({ z, weights }: Room, rows: number, { tolerance }: Target, linear?: Linear): void {
  if (!linear || rows === 0) {
    weights.fill(1, 0, rows);
    return;
  }
  const errors = errorsOf(z, rows, linear);
  for (let row = 0; row < rows; row++) weights[row] = 1 / Math.hypot(errors.get(0, row), tolerance);
}

function addOffset(
  { offsets }: HorizonState,
  source: string,
  regime: number,
  { z, weights }: Room,
  rows: number,
  linear: Linear,
): void {
  if (rows === 0) return;
  const sums = offsets.get(source) ?? new Float64Array(2 * REGIMES.length);
  const errors = errorsOf(z, rows, linear);
  let [weight, weighted] = [0, 0];
  for (let row = 0; row < rows; row++) {
    weight += weights[row] as number;
    weighted += (weights[row] as number) * errors.get(0, row);
  }
  sums[2 * regime] = HYPER.keep * (sums[2 * regime] as number) + weight;
  sums[2 * regime + 1] = HYPER.keep * (sums[2 * regime + 1] as number) + weighted;
  offsets.set(source, sums);
}

function learnLinear(state: State, sources: readonly SourceDay[], room: Room): number {
  let rows = 0;
  const z = room.z.slice(0, LINEAR_COLUMNS + 2);
  for (const day of sources) {
    const origins = originsOf(day, TEN_MINUTES);
    fillLinear(
      z.slice(1),
      day.inputs,
      origins,
      new Uint8Array(origins.length).fill(day.dayOfMonth),
    );
    const t = z[LINEAR_COLUMNS + 1] as Float64Array;
    origins.forEach((k, row) => {
      t[row] = day.inputs.target[k + TEN_MINUTES / STEP_SECONDS] as number;
    });
    room.weights.fill(1, 0, origins.length);
    addMoments(state.linear, momentsOf(z, room.weights, origins.length));
    rows += origins.length;
  }
  return rows;
}
