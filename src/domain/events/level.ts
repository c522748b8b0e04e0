/** A limit of the protection map; a level is passed, not reached. */
export type Limit = {
  side: "over" | "under";
  /** Beyond it the level is 1; null if there is no warning. */
  warning: number | null;
  /** Past it level 2. */
  protection: number;
  /** At it or better the level is 0 again. */
  release: number;
};

/** 0 quiet, 1 warning, 2 protection. */
export type Level = 0 | 1 | 2;

/** The level of a value by itself, with strict comparison. [S: oe:…/4_protectionmap/protectionmap.py] */
export function levelOf({ side, warning, protection }: Limit, value: number): Level {
  const past = (limit: number) => (side === "over" ? value > limit : value < limit);
  if (past(protection)) return 2;
  return warning !== null && past(warning) ? 1 : 0;
}

/**
 * The level after a value: it rises at once, and falls only to 0, at the release [P]; a missing value keeps it.
 */
export function nextLevel(limit: Limit, level: Level, value: number | null): Level {
  if (value === null) return level;
  const own = levelOf(limit, value);
  if (own > level) return own;
  const released = limit.side === "over" ? value <= limit.release : value >= limit.release;
  return released ? 0 : level;
}
