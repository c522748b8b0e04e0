import type { RolledComponent } from "../../site/rollup.ts";
import { judgeAndNote, judgeDay } from "./judge.ts";
import { learnDay, type SourceDay } from "./learn.ts";
import { modelOf } from "./make.ts";
import type { Model } from "./model.ts";
import type { State } from "./state.ts";
import { mayGoLive, type Night, servedBy, withNight } from "./track.ts";

/** A model of fewer days knows too little to be judged, or answered with. */
export const LEAST_DAYS = 2;

/** What one night goes on from. */
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
