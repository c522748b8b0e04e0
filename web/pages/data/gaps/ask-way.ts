import type { TimeRange } from "../request/range";

/** Gaps are searched row by row: not in more rows and days than these. */
const MOST_ROWS = 2_000_000;
const MOST_SECONDS = 7 * 86_400;

/** `rows`: every gap; `buckets`: the share of rows of each bucket of time. */
export type Way = "rows" | "buckets";

/** How the gaps of a range can be had by a caller; undefined where they cannot. */
export function wayOf(
  { from, to }: TimeRange,
  rows: number,
  may: { readRaw: boolean; readAnalytics: boolean },
): Way | undefined {
  const isShort = to - from <= MOST_SECONDS;
  if (may.readRaw && isShort && rows <= MOST_ROWS) return "rows";
  if (may.readAnalytics) return "buckets";
  return may.readRaw && isShort ? "rows" : undefined;
}
