import type { Measure } from "../indicators/sample.ts";

/** What is forecast. Extremes and gaps are those of the cells of a rack, or of all racks of a bank. */
export const TARGET_NAMES = [
  "max_cell_voltage",
  "min_cell_voltage",
  "max_cell_temperature",
  "min_cell_temperature",
  "dc_voltage",
  "cell_voltage_gap",
  "cell_temperature_gap",
] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/**
 * How a target enters the model, which works in mV of one cell and in degC. The numbers are those of the recipe
 * (docs/forecasting.md).
 */
export type Target = {
  name: TargetName;
  /** Unit of the answers. */
  unit: "V" | "degC";
  /** What is measured; the voltage of the whole string is no measurement of the indicators. */
  measure: Measure | "dcVoltageV";
  /** "full" adds what the voltage of a cell near its limits and on its curve tells. */
  columns: "full" | "lite";
  /** Of the model's unit: a level, and a change, are about 1 in these. */
  levelScale: number;
  changeScale: number;
  /** Errors below this weigh alike: eps of w = 1 / sqrt(e² + eps²). */
  tolerance: number;
};

const VOLTAGE = {
  unit: "V",
  columns: "full",
  levelScale: 1000,
  changeScale: 10,
  tolerance: 1,
} as const;
const TEMPERATURE = {
  unit: "degC",
  columns: "lite",
  levelScale: 10,
  changeScale: 0.2,
  tolerance: 0.02,
} as const;
const VOLTAGE_GAP = {
  unit: "V",
  columns: "lite",
  levelScale: 10,
  changeScale: 5,
  tolerance: 0.3,
} as const;

const FACTS: Record<TargetName, Omit<Target, "name">> = {
  max_cell_voltage: { measure: "maxCellVoltageV", ...VOLTAGE },
  min_cell_voltage: { measure: "minCellVoltageV", ...VOLTAGE },
  max_cell_temperature: { measure: "maxCellTemperatureC", ...TEMPERATURE },
  min_cell_temperature: { measure: "minCellTemperatureC", ...TEMPERATURE },
  dc_voltage: { measure: "dcVoltageV", ...VOLTAGE },
  cell_voltage_gap: { measure: "cellVoltageGapV", ...VOLTAGE_GAP },
  cell_temperature_gap: { measure: "cellTemperatureGapC", ...TEMPERATURE },
};

export const targetOf = (name: TargetName): Target => ({ name, ...FACTS[name] });

/** What one unit of an answer is in the model's: 1000 for a voltage of a cell, less for that of a string of them. */
export function modelUnits({ unit, measure }: Target, cellsInSeries: number): number {
  if (unit === "degC") return 1;
  return measure === "dcVoltageV" ? 1000 / cellsInSeries : 1000;
}

/** No gap is less than none: raises the values of a gap to 0, in place; those of other targets stay. */
export function atLeastNone(name: TargetName, ...all: (Float64Array | undefined)[]): void {
  if (!name.endsWith("gap")) return;
  for (const values of all) {
    values?.forEach((value, i) => {
      values[i] = Math.max(0, value);
    });
  }
}
