/** Lengths of time in microseconds, the unit of all instants of rows. */
export const MILLISECOND = 1_000;
export const SECOND = 1_000 * MILLISECOND;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** The same in milliseconds, the unit of JavaScript's clock. */
export const MINUTE_MS = MINUTE / MILLISECOND;
export const HOUR_MS = HOUR / MILLISECOND;
export const DAY_MS = DAY / MILLISECOND;
