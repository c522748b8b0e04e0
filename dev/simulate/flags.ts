/** A protection limit: a level rises at once and falls to 0 only at the release value. */
export type Limit = { side: "over" | "under"; warning: number; fault: number; release: number };

/** 0 normal, 1 warning, 2 fault. */
export type Level = 0 | 1 | 2;

/** The level after a reading; a missing reading keeps it. */
export const nextLevel = (limit: Limit, level: Level, value: number | null): Level => {
  if (value === null) return level;
  const sign = limit.side === "over" ? 1 : -1;
  if (sign * (value - limit.fault) > 0) return 2;
  if (sign * (value - limit.release) <= 0) return 0;
  if (level === 0 && sign * (value - limit.warning) > 0) return 1;
  return level;
};

/** The values that the protection limits watch, as the BMS shows them. */
export type Watched = {
  currentA: number;
  maxCellV: number;
  minCellV: number;
  cellGapV: number;
  maxCellDegC: number | null;
  minCellDegC: number;
  cellGapDegC: number | null;
};

type Protection = {
  /** Column stem: `RACK_<stem>_WARNING` and `RACK_<stem>_FAULT`. */
  stem: string;
  limit: (overVoltage: Limit) => Limit;
  value: (watched: Watched) => number | null;
};

const fixed =
  (side: Limit["side"], warning: number, fault: number, release: number) => (): Limit => ({
    side,
    warning,
    fault,
    release,
  });

/** The protections of a rack; only the over-voltage limit depends on the cell. */
export const PROTECTIONS: readonly Protection[] = [
  {
    stem: "TEMPERATURE_IMBALANCE",
    limit: fixed("over", 20, 25, 15),
    value: (watched) => watched.cellGapDegC,
  },
  {
    stem: "UNDER_TEMPERATURE",
    limit: fixed("under", 0, -10, 10),
    value: (watched) => watched.minCellDegC,
  },
  {
    stem: "OVER_TEMPERATURE",
    limit: fixed("over", 50, 55, 40),
    value: (watched) => watched.maxCellDegC,
  },
  {
    stem: "VOLTAGE_IMBALANCE",
    limit: fixed("over", 0.3, 0.5, 0.15),
    value: (watched) => watched.cellGapV,
  },
  {
    stem: "UNDER_VOLTAGE_PROTECTION",
    limit: fixed("under", 3.2, 3, 3.3),
    value: (watched) => watched.minCellV,
  },
  {
    stem: "OVER_VOLTAGE_PROTECTION",
    limit: (overVoltage) => overVoltage,
    value: (watched) => watched.maxCellV,
  },
  {
    stem: "OVER_CURRENT_CHARGE",
    limit: fixed("over", 100, 120, 100),
    value: (watched) => Math.max(watched.currentA, 0),
  },
  {
    stem: "OVER_CURRENT_DISCHARGE",
    limit: fixed("over", 100, 120, 100),
    value: (watched) => Math.max(-watched.currentA, 0),
  },
];

export const IMBALANCE_INDEX = PROTECTIONS.findIndex((one) => one.stem === "VOLTAGE_IMBALANCE");

/** Moves all levels of a rack on by one reading. */
export const updateLevels = (levels: Level[], overVoltage: Limit, watched: Watched): void => {
  PROTECTIONS.forEach((protection, index) => {
    const level = levels[index] ?? 0;
    levels[index] = nextLevel(protection.limit(overVoltage), level, protection.value(watched));
  });
};
