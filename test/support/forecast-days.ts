import { openParquet } from "../../dev/import/parquet.ts";
import { CURRENT_UNIT_C } from "../../src/domain/forecast/current.ts";
import type { SourceDay } from "../../src/domain/forecast/learn.ts";
import { prepare, STEP_SECONDS } from "../../src/domain/forecast/series.ts";
import { panliDates, readPanliDay } from "./panli-days.ts";
import { REAL_DAY } from "./real-day.ts";

const STEPS = 86_400 / STEP_SECONDS;
const RACK_AH = 212.4;
const CELLS = 240;

/** Samples of a day at the last second of each step, in the units of a series; the target is chosen later. */
export type Day = {
  name: string;
  voltage: Float64Array;
  current: Float64Array;
  soc: Float64Array;
  targets: Record<string, Float64Array>;
};

const minutes = Uint16Array.from({ length: STEPS }, (_, k) => Math.floor((k * STEP_SECONDS) / 60));

/** The day as training and forecasting take it. */
export function sourceDay(day: Day, target: string): SourceDay {
  const { voltage, current, soc, name } = day;
  const values = day.targets[target];
  if (!values) throw new Error(`no ${target} in ${name}`);
  const inputs = prepare({ minutes, voltage, current, soc, target: values });
  return { source: "1-0", inputs, from: 0, to: STEPS, dayOfMonth: Number(name.slice(-2)) };
}

/** The normalised days in the order of their dates, `20220412` …; V, T and G are their targets. */
export async function panliDays(): Promise<Day[]> {
  const days: Day[] = [];
  for (const date of panliDates) {
    const { voltage, current, soc, temperature, gap } = await readPanliDay(date);
    const [V, T, G] = [voltage, temperature, gap].map(lastOfSteps) as [Values, Values, Values];
    const [i, s] = [lastOfSteps(current), lastOfSteps(soc)];
    days.push({ name: date, voltage: V, current: i, soc: s, targets: { V, T, G } });
  }
  return days;
}

type Values = Float64Array;

/** Rows of a normalised day are its seconds. */
const lastOfSteps = (seconds: Values): Values =>
  Float64Array.from({ length: STEPS }, (_, k) => seconds[(k + 1) * STEP_SECONDS - 1] as number);

/** The raw day of each bank, with its gaps. */
export async function rawDays(): Promise<Day[]> {
  const { header, batches } = await openParquet(REAL_DAY);
  const at = (name: string) => header.findIndex((other) => other.toUpperCase() === name);
  const empty = () => new Float64Array(STEPS).fill(Number.NaN);
  const days = [1, 2].map(() => ({
    name: "20220510",
    voltage: empty(),
    current: empty(),
    soc: empty(),
    targets: {
      max_cell_voltage: empty(),
      min_cell_voltage: empty(),
      max_cell_temperature: empty(),
      min_cell_temperature: empty(),
    },
  }));
  const begin = Date.parse("2022-05-10T00:00:00+09:00");
  for await (const { rows } of batches) {
    for (const row of rows) {
      const bank = Number(row[at("BANK_ID")]);
      const day = days[bank - 1];
      // The step T holds the newest row of (T − 10 s, T]; the first ends 9 s after midnight.
      const k = Math.floor(
        (Date.parse(String(row[at("TIMESTAMP")])) - begin) / 1000 / STEP_SECONDS,
      );
      if (!day || k < 0 || k >= STEPS) continue;
      const value = (name: string) => Number(row[at(name)]);
      day.voltage[k] = (value("BANK_DC_VOLT") / CELLS) * 1000;
      day.current[k] = value("BANK_DC_CURRENT") / (bank === 1 ? 9 : 8) / (RACK_AH * CURRENT_UNIT_C);
      day.soc[k] = value("BANK_SOC");
      day.targets.max_cell_voltage[k] = value("MAX_CELL_VOLTAGE_OF_BANK") * 1000;
      day.targets.min_cell_voltage[k] = value("MIN_CELL_VOLTAGE_OF_BANK") * 1000;
      day.targets.max_cell_temperature[k] = value("MAX_CELL_TEMPERATURE_OF_BANK");
      day.targets.min_cell_temperature[k] = value("MIN_CELL_TEMPERATURE_OF_BANK");
    }
  }
  return days;
}
