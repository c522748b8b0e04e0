import type { DayScores } from "./judge.ts";
import { HORIZONS, TEN_MINUTES } from "./model.ts";
import { quantileOf } from "./quantile.ts";
import { addScores, recordOf, type Score, type TrackRecord } from "./score.ts";

/** How models did on a day that none of them had seen. */
export type Night = {
  /** `2022-05-10`, of the site. */
  day: string;
  /** The newest model, made of the days before. */
  newest: DayScores;
  /** The live model, if there was one. */
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

/** The error of a night, in that of persistence, at a horizon; NaN where nothing was forecast. */
const ratioOf = (night: Night, which: "newest" | "live", horizon: number): number => {
  const { absolute, persistence } = scoresOf([night], which, horizon);
  return persistence > 0 ? absolute / persistence : Number.NaN;
};

/** The median over the nights: one night on which sensors failed says nothing of the model. */
function medianRatio(track: readonly Night[], which: "newest" | "live", horizon: number): number {
  const ratios = track
    .map((night) => ratioOf(night, which, horizon))
    .filter((ratio) => !Number.isNaN(ratio))
    .toSorted((a, b) => a - b);
  return quantileOf(ratios, 0.5);
}

/** Of each horizon whether the models of a track were so much better than persistence that they may answer. */
export const servedBy = (track: readonly Night[], which: "newest" | "live"): boolean[] =>
  HORIZONS.map((_, h) => medianRatio(track, which, h) < LEAST_GAIN);

/**
 * Whether a model that has just been made may take the place of the live one.
 * @param track of the models before it, each on days it had not seen: the newest ones erred no more than the live ones,
 * and at some horizon less than persistence
 * @param fit the model itself, on the day that it was made of: it errs no more there than the one before it, which had
 * not seen the day
 */
export function mayGoLive(track: readonly Night[], fit: DayScores, hasLive: boolean): boolean {
  const last = track.at(-1);
  if (!last || !servedBy(track, "newest").includes(true)) return false;
  const own = [{ day: last.day, newest: fit }];
  if (!(errorOf(own, "newest") <= errorOf([last], "newest") * TOLERANCE)) return false;
  return !hasLive || errorOf(track, "newest") <= errorOf(track, "live") * TOLERANCE;
}

/** Errors that differ only by rounding are equal. */
const TOLERANCE = 1 + 1e-12;

/** Mean over the horizons of the error, in that of persistence. */
function errorOf(track: readonly Night[], which: "newest" | "live"): number {
  const ratios = HORIZONS.map((_, h) => medianRatio(track, which, h)).filter(
    (ratio) => !Number.isNaN(ratio),
  );
  return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
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
