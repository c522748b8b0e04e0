const DAY = 86_400_000;
const OPEN_SECONDS = 2;
const CLOSED_SECONDS = 600;
/** Corrections of closed ranges must show within about an hour. */
const STALE_SECONDS = 3_600 - CLOSED_SECONDS;

/** Whether a range has ended so long ago that hardly anything comes into it; microseconds and milliseconds. */
export const isClosed = (end: number | undefined, now: number): boolean =>
  end !== undefined && end / 1000 <= now - DAY;

/** What stays the same as long as an answer of now does. */
export const momentOf = (now: number): string => String(Math.floor(now / 1000 / OPEN_SECONDS));

/** For how long an answer may be shown again without asking, and by whom. */
export function cacheControl(isShared: boolean, closed: boolean): string {
  const who = isShared ? "public" : "private";
  return closed
    ? `${who}, max-age=${CLOSED_SECONDS}, stale-while-revalidate=${STALE_SECONDS}`
    : `${who}, max-age=${OPEN_SECONDS}, must-revalidate`;
}
