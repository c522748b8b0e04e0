import { type Level, nextLevel } from "../../src/domain/events/level.ts";
import { type Profile, type Quantity, SIDES } from "../../src/domain/indicators/profiles.ts";

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
  quantity: Quantity;
  value: (watched: Watched) => number | null;
};

/** The protections of a rack. */
export const PROTECTIONS: readonly Protection[] = [
  {
    stem: "TEMPERATURE_IMBALANCE",
    quantity: "temperature_unbalance",
    value: (watched) => watched.cellGapDegC,
  },
  {
    stem: "UNDER_TEMPERATURE",
    quantity: "under_temperature",
    value: (watched) => watched.minCellDegC,
  },
  {
    stem: "OVER_TEMPERATURE",
    quantity: "over_temperature",
    value: (watched) => watched.maxCellDegC,
  },
  {
    stem: "VOLTAGE_IMBALANCE",
    quantity: "voltage_unbalance",
    value: (watched) => watched.cellGapV,
  },
  {
    stem: "UNDER_VOLTAGE_PROTECTION",
    quantity: "under_voltage",
    value: (watched) => watched.minCellV,
  },
  {
    stem: "OVER_VOLTAGE_PROTECTION",
    quantity: "over_voltage",
    value: (watched) => watched.maxCellV,
  },
  {
    stem: "OVER_CURRENT_CHARGE",
    quantity: "over_current",
    value: (watched) => Math.max(watched.currentA, 0),
  },
  {
    stem: "OVER_CURRENT_DISCHARGE",
    quantity: "over_current",
    value: (watched) => Math.max(-watched.currentA, 0),
  },
];

export const IMBALANCE_INDEX = PROTECTIONS.findIndex((one) => one.stem === "VOLTAGE_IMBALANCE");

/** Moves all levels of a rack on by one reading. */
export const updateLevels = (
  levels: Level[],
  limits: Profile["limits"],
  watched: Watched,
): void => {
  PROTECTIONS.forEach(({ quantity, value }, index) => {
    const limit = { side: SIDES[quantity], ...limits[quantity] };
    levels[index] = nextLevel(limit, levels[index] ?? 0, value(watched));
  });
};
