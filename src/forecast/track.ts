import type { DayScores } from "./judge.ts";
import { HORIZONS, TEN_MINUTES } from "./model.ts";
import { addScores, recordOf, type Score, type TrackRecord } from "./score.ts";

/** How models did on a day that none of them had seen. */
export type Night = {
  /** `2022-05-10`, of the site. */
  day: string;
  /** The newest model, made of the days before. */
  newest: DayScores;
  /** The one that was answered with, where there was one. */
  live?: DayScores;
};

/** A record is that of the last nights. */
export const TRACK_NIGHTS = 7;
/** A model must be this much better than persistence to be answered with. */
const LEAST_GAIN = 0.9;
/** An error so much larger than before is a drift. */
const DRIFT = 1.5;

export const withNight = (track: readonly Night[], night: Night): Night[] =>
  [...track, night].slice(-TRACK_NIGHTS);

const scoresOf = (track: readonly Night[], which: "newest" | "live", horizon: number): Score =>
  addScores(track.flatMap((night) => (night[which] ?? night.newest)[horizon] ?? []));

/** Of each horizon whether the models of a track were so much better than persistence that they may answer. */
export function servedBy(track: readonly Night[], which: "newest" | "live"): boolean[] {
  return HORIZONS.map((_, h) => {
    const { count, absolute, persistence } = scoresOf(track, which, h);
    return count > 0 && absolute < LEAST_GAIN * persistence;
  });
}

/**
 * Whether the newest model may take the place of the live one: on the last nights the newest ones, each on a day it
 * had not seen, erred no more than the live ones and less than persistence.
 */
export function mayGoLive(track: readonly Night[], hasLive: boolean): boolean {
  if (!servedBy(track, "newest").includes(true)) return false;
  return !hasLive || errorOf(track, "newest") <= errorOf(track, "live") * (1 + 1e-12);
}

/** Mean over the horizons of the error, in that of persistence. */
function errorOf(track: readonly Night[], which: "newest" | "live"): number {
  const parts = HORIZONS.map((_, h) => scoresOf(track, which, h)).filter(
    ({ persistence }) => persistence > 0,
  );
  return (
    parts.reduce((sum, { absolute, persistence }) => sum + absolute / persistence, 0) / parts.length
  );
}

export type Drift = {
  /** MAE of the last night / MAE of the nights before it, ten minutes ahead; null while there is too little. */
  ratio: number | null;
  is_drifting: boolean;
};

/** Whether the live model errs more than its record promised. */
export function driftOf(track: readonly Night[]): Drift {
  const horizon = HORIZONS.indexOf(TEN_MINUTES);
  const last = recordOf(scoresOf(track.slice(-1), "live", horizon)).mae;
  const before = recordOf(scoresOf(track.slice(0, -1), "live", horizon)).mae;
  const ratio = track.length > 2 && last !== null && before ? last / before : null;
  return { ratio, is_drifting: ratio !== null && ratio > DRIFT };
}

/** The track record by horizon, over all regimes (null) and of each. */
export function recordsOf(
  track: readonly Night[],
  regimes: readonly string[],
  units: number,
): ({ horizon_seconds: number; regime: string | null } & TrackRecord)[] {
  return HORIZONS.flatMap((seconds, h) => {
    const of = (regime: number) =>
      addScores(track.flatMap((night) => (night.live ?? night.newest)[h]?.[regime] ?? []));
    const all = addScores(regimes.map((_, r) => of(r)));
    return [
      { horizon_seconds: seconds, regime: null, ...recordOf(all, units) },
      ...regimes.map((regime, r) => ({
        horizon_seconds: seconds,
        regime,
        ...recordOf(of(r), units),
      })),
    ];
  });
}
