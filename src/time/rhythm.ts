import { MINUTE, SECOND } from "./units.ts";

/**
 * Rows of a bucket: how many, in how many minutes (0: not counted), and times of the first and last of them,
 * microseconds, which are not needed where there are two a minute or more in several minutes.
 */
export type RowCounts = { rows: number; minutes: number; firstAt: number; lastAt: number };

/**
 * The time between two rows as the densest of some buckets shows it, microseconds, from a second on in whole
 * ones: rows of a minute tell it whatever is missing between the minutes, rows further apart by their distance.
 * Undefined where there are not two rows.
 */
export function rhythmOf(buckets: readonly RowCounts[]): number | undefined {
  const steps = [...buckets, mergeCounts(buckets)].map(stepOf).filter((step) => step > 0);
  if (steps.length === 0) return undefined;
  const step = Math.min(...steps);
  return step < 0.75 * SECOND ? step : Math.max(1, Math.round(step / SECOND)) * SECOND;
}

function stepOf({ rows, minutes, firstAt, lastAt }: RowCounts): number {
  if (rows < 2) return 0;
  return rows >= minutes * 2 && minutes > 1
    ? (MINUTE * minutes) / rows
    : (lastAt - firstAt) / (rows - 1);
}

function mergeCounts(parts: readonly RowCounts[]): RowCounts {
  const all = {
    rows: 0,
    minutes: 0,
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: Number.NEGATIVE_INFINITY,
  };
  for (const { rows, minutes, firstAt, lastAt } of parts) {
    all.rows += rows;
    all.minutes += minutes;
    all.firstAt = Math.min(all.firstAt, firstAt);
    all.lastAt = Math.max(all.lastAt, lastAt);
  }
  return all;
}
