import type { MeasurementRole } from "../../site/site.ts";
import { plausible, type Quality } from "./plausible.ts";
import type { Quantity } from "./profiles.ts";

/** What a sample is read from, by the roles of the columns; a bank has no columns of gaps. */
export const MEASURES = {
  maxCellVoltageV: { quality: "cellVoltageV", role: "cell-voltage-max" },
  minCellVoltageV: { quality: "cellVoltageV", role: "cell-voltage-min" },
  cellVoltageGapV: { quality: "cellVoltageGapV", role: "cell-voltage-gap" },
  currentA: { quality: "rackCurrentA", role: "dc-current" },
  maxCellTemperatureC: { quality: "temperatureC", role: "cell-temperature-max" },
  minCellTemperatureC: { quality: "temperatureC", role: "cell-temperature-min" },
  cellTemperatureGapC: { quality: "temperatureGapC", role: "cell-temperature-gap" },
} as const satisfies Record<string, { quality: Quality; role: MeasurementRole }>;

export type Measure = keyof typeof MEASURES;

/** Readings of one second; a bank's current is divided by its racks. Missing values are null or absent. */
export type Sample = Partial<Record<Measure, number | null>>;
export type CompleteSample = Record<Measure, number>;

/** The measurement that each quantity of a profile is judged by. */
export const MEASURE_OF: Record<Quantity, Measure> = {
  over_voltage: "maxCellVoltageV",
  under_voltage: "minCellVoltageV",
  voltage_unbalance: "cellVoltageGapV",
  over_current: "currentA",
  over_temperature: "maxCellTemperatureC",
  under_temperature: "minCellTemperatureC",
  temperature_unbalance: "cellTemperatureGapC",
};

/** The extremes that a gap lies between: it is their difference where it is missing. [P] */
export const GAPS = {
  cellVoltageGapV: ["maxCellVoltageV", "minCellVoltageV"],
  cellTemperatureGapC: ["maxCellTemperatureC", "minCellTemperatureC"],
} as const satisfies Partial<Record<Measure, readonly [highest: Measure, lowest: Measure]>>;

export const isGap = (measure: Measure): measure is keyof typeof GAPS => measure in GAPS;

/**
 * A measurement of a sample if it is there and plausible; null otherwise. A gap that is missing, as banks have
 * none, is the difference of its extremes; one that cannot be true is not replaced.
 */
export function measured(sample: Sample, measure: Measure): number | null {
  const { quality } = MEASURES[measure];
  const given = sample[measure] ?? null;
  if (given !== null) return plausible(quality, given);
  if (!isGap(measure)) return null;
  const [highest, lowest] = GAPS[measure];
  const [most, least] = [measured(sample, highest), measured(sample, lowest)];
  return most === null || least === null ? null : plausible(quality, most - least);
}

/** The whole sample, gaps computed where they are missing; null if anything else is missing or implausible. */
export function completeSample(sample: Sample): CompleteSample | null {
  const complete: Partial<CompleteSample> = {};
  for (const measure of Object.keys(MEASURES) as Measure[]) {
    const value = measured(sample, measure);
    if (value === null) return null;
    complete[measure] = value;
  }
  return complete as CompleteSample;
}
