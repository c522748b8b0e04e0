import type { RolledComponent } from "../../site/rollup.ts";
import { climatologyOf } from "./climatology.ts";
import { instantColumns } from "./columns.ts";
import { judgeAndNote, judgeDay } from "./judge.ts";
import { lambdaOf, learnDay, type SourceDay } from "./learn.ts";
import type { HorizonModel, Model, RegimeModel } from "./model.ts";
import { REGIMES } from "./regime.ts";
import { BINS, quantile } from "./residuals.ts";
import { fitRidge } from "./ridge.ts";
import type { HorizonState, State } from "./state.ts";
import { STRATA } from "./strata.ts";
import { type Target, targetOf } from "./targets.ts";
import { mayGoLive, type Night, servedBy, withNight } from "./track.ts";

const LEAST_ROWS = 200;
/** Fewer errors than this make no quantile of 5 %. */
const LEAST_ERRORS = 500;
/** A source's offset counts in full from about a thousand rows on. */
const OFFSET_ROWS = 200;

/** What a state teaches, ready to forecast with; none of its horizons is served yet. */
export function modelOf(state: State, component: Model["component"]): Model {
  const target = targetOf(state.target);
  return {
    target: state.target,
    component,
    linear: fitRidge(state.linear, 1e-9),
    horizons: state.horizons.map((horizon) => ({
      seconds: horizon.seconds,
      isServed: false,
      climatology: climatologyOf(horizon.climatology),
      regimes: REGIMES.map((_, regime) => regimeModel(horizon, regime, target, state.days)),
      offsets: offsetsOf(horizon, target),
      intervals: intervalsOf(horizon, target),
    })),
  };
}

function regimeModel(
  { moments, changes }: HorizonState,
  regime: number,
  target: Target,
  days: number,
): RegimeModel | undefined {
  const own = moments[regime];
  if (!own || own.rows < LEAST_ROWS) return undefined;
  const linear = fitRidge(own, lambdaOf(days));
  const instant = fitRidge(own, lambdaOf(days), instantColumns(target));
  if (!linear || !instant) return undefined;
  return {
    linear,
    instant,
    least: Math.min(...changes.map((day) => day[2 * regime] as number)),
    most: Math.max(...changes.map((day) => day[2 * regime + 1] as number)),
  };
}

/** The mean error of the shared weights at each source, shrunk towards none. */
function offsetsOf({ offsets }: HorizonState, { tolerance }: Target): HorizonModel["offsets"] {
  if (offsets.size < 2) return new Map();
  const least = OFFSET_ROWS / tolerance;
  return new Map(
    [...offsets].map(([source, sums]) => [
      source,
      REGIMES.map(
        (_, regime) => (sums[2 * regime + 1] as number) / ((sums[2 * regime] as number) + least),
      ),
    ]),
  );
}

/** 5 % and 95 % of the errors of each cell; of its regime, or of all, where it has few. 0 is always inside. */
function intervalsOf({ residuals, widening }: HorizonState, { changeScale }: Target) {
  const cells = REGIMES.length * STRATA;
  const of = (cell: number) => residuals.subarray(cell * BINS, (cell + 1) * BINS);
  const merged = (from: number, to: number) => {
    const all = new Float64Array(BINS);
    for (let cell = from; cell < to; cell++)
      of(cell).forEach((n, bin) => {
        all[bin] = (all[bin] as number) + n;
      });
    return all;
  };
  const low = new Float64Array(cells);
  const high = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const regime = Math.floor(cell / STRATA);
    const known = [of(cell), merged(regime * STRATA, (regime + 1) * STRATA), merged(0, cells)].find(
      (counts) => counts.reduce((sum, n) => sum + n, 0) >= LEAST_ERRORS,
    );
    // Errors are forecast − measured; the interval needs the opposite sign.
    low[cell] = known ? Math.min(0, -quantile(known, 0.95)) * changeScale * widening : Number.NaN;
    high[cell] = known ? Math.max(0, -quantile(known, 0.05)) * changeScale * widening : Number.NaN;
  }
  return { low, high };
}

/** A model of fewer days knows too little to be judged, or answered with. */
export const LEAST_DAYS = 2;

/** State before a night of training. */
export type Before = {
  state: State;
  /** The newest model, made of all days so far; and the one that is answered with, if it is another. */
  newest: Model | undefined;
  live: Model | undefined;
  hasLive: boolean;
  served: boolean[];
  track: Night[];
};

export type After = {
  model: Model;
  /** Whether the new model is to be answered with, and with which horizons what is answered with is. */
  goesLive: boolean;
  served: boolean[];
  track: Night[];
  rows: number;
};

/**
 * One night: the models of before are judged by the day that is over, which none has seen; then the state learns it,
 * in place, and a new model is made. It goes live if the newest models have lately erred no more than the live ones.
 */
export function night(
  { state, newest, live, hasLive, served, track: before }: Before,
  component: RolledComponent,
  day: string,
  sources: readonly SourceDay[],
): After {
  let track = before;
  if (newest && state.days >= LEAST_DAYS) {
    const scores = judgeAndNote(state, newest, sources);
    track = withNight(before, {
      day,
      newest: scores,
      ...(live ? { live: judgeDay(live, sources) } : {}),
    });
  }
  const rows = learnDay(state, sources);
  const model = modelOf(state, component);
  const goesLive = track.length > 0 && mayGoLive(track, judgeDay(model, sources), hasLive);
  if (goesLive) return { model, goesLive, served: servedBy(track, "newest"), track, rows };
  return { model, goesLive, served: hasLive ? servedBy(track, "live") : served, track, rows };
}
