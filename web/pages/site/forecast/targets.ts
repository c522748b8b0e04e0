/** Forecast quantities. */
export const TARGETS = [
  "max_cell_voltage",
  "min_cell_voltage",
  "max_cell_temperature",
  "min_cell_temperature",
] as const;
export type Target = (typeof TARGETS)[number];

export const unitOf = (target: string): string => (target.includes("temperature") ? "degC" : "V");

/** Horizon of the forecasts, seconds. */
export const AHEAD = 600;
