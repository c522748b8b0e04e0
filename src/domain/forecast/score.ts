/** Sums of errors that any figure of a track record is made of; those of several days are added. */
export type Score = {
  count: number;
  /** Of error = forecast − measured. */
  absolute: number;
  squared: number;
  sum: number;
  /** Of persistence, at the same origins. */
  persistence: number;
  /** Of the origins that had an interval: how many, those inside it, and the sum of its widths. */
  intervals: number;
  covered: number;
  width: number;
};

export const emptyScore = (): Score => ({
  count: 0,
  absolute: 0,
  squared: 0,
  sum: 0,
  persistence: 0,
  intervals: 0,
  covered: 0,
  width: 0,
});

/** Counts one forecast; `low` and `high` NaN where it has no interval. */
export function count(
  score: Score,
  {
    value,
    low,
    high,
    now,
    came,
  }: { value: number; low: number; high: number; now: number; came: number },
): void {
  const error = value - came;
  score.count++;
  score.absolute += Math.abs(error);
  score.squared += error * error;
  score.sum += error;
  score.persistence += Math.abs(now - came);
  if (Number.isNaN(low + high)) return;
  score.intervals++;
  if (low <= came && came <= high) score.covered++;
  score.width += high - low;
}

export function addScores(scores: Iterable<Score>): Score {
  const all = emptyScore();
  for (const score of scores) {
    for (const name of Object.keys(all) as (keyof Score)[]) all[name] += score[name];
  }
  return all;
}

/** What a track record shows; errors in the unit that `units` of the score's are one of. Nothing known is null. */
export type TrackRecord = {
  count: number;
  mae: number | null;
  rmse: number | null;
  bias: number | null;
  persistence_mae: number | null;
  /** 1 − MAE / MAE of persistence. */
  skill: number | null;
  coverage: number | null;
  width: number | null;
};

export function recordOf(score: Score, units = 1): TrackRecord {
  const { count: n, intervals } = score;
  const per = (value: number, of: number) => (of > 0 ? value / of / units : null);
  return {
    count: n,
    mae: per(score.absolute, n),
    rmse: n > 0 ? Math.sqrt(score.squared / n) / units : null,
    bias: per(score.sum, n),
    persistence_mae: per(score.persistence, n),
    skill: score.persistence > 0 ? 1 - score.absolute / score.persistence : null,
    coverage: intervals > 0 ? score.covered / intervals : null,
    width: per(score.width, intervals),
  };
}
