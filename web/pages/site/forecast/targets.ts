/** What is forecast. */
export const TARGETS = [
  "max_cell_voltage",
  "min_cell_voltage",
  "max_cell_temperature",
  "min_cell_temperature",
] as const;
export type Target = (typeof TARGETS)[number];

export const unitOf = (target: string): string => (target.includes("temperature") ? "degC" : "V");

/** Forecasts are for ten minutes ahead, seconds. */
export const AHEAD = 600;
