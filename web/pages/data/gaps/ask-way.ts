import type { TimeRange } from "../request/range";

/** Limits of a row-by-row search: rows and days. */
const MOST_ROWS = 2_000_000;
const MOST_SECONDS = 7 * 86_400;

/** `rows`: every gap; `buckets`: share of rows per bucket. */
export type Way = "rows" | "buckets";

/** How a caller can get the gaps of a range; undefined if not at all. */
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
