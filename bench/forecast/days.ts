import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openParquet } from "../../dev/import/parquet.ts";
import { ROOT } from "../../dev/settings.ts";
import type { SourceDay } from "../../src/forecast/learn.ts";
import { CURRENT_UNIT_C, prepare, STEP_SECONDS } from "../../src/forecast/series.ts";

/** Real data, where they are there: 24 normalised days of bank 1 of site 2, and one raw day of both its banks. */
export const DATA = join(ROOT, "../shared/data");
export const hasDays = existsSync(DATA);

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
  const names = readdirSync(DATA).filter((name) => /^panli_\d{8}\.parquet$/.test(name));
  const days: Day[] = [];
  for (const file of names.sort()) {
    const read = await columnsOf(join(DATA, file));
    // How the columns were normalised was found by comparing with the raw day: 240 cells, 9 racks.
    const voltage = read("BANK_DC_VOLT", (x) => 3200 + 1000 * x);
    days.push({
      name: file.slice(6, 14),
      voltage,
      current: read("BANK_DC_CURRENT", (x) => (1680 * x - 840) / 9 / (RACK_AH * CURRENT_UNIT_C)),
      soc: read("BANK_SOC", (x) => 100 * x),
      targets: {
        V: voltage,
        T: read("MAX_CELL_TEMPERATURE_OF_BANK", (x) => 5 + 40 * x),
        G: read("VOLTAGE_GAP", (x) => 400 * x),
      },
    });
  }
  return days;
}

/** Rows of a normalised day are its seconds: those at the ends of the steps. */
async function columnsOf(path: string) {
  const { header, batches } = await openParquet(path);
  const rows: (readonly unknown[])[] = [];
  for await (const batch of batches) rows.push(...batch.rows);
  return (name: string, of: (x: number) => number) => {
    const j = header.indexOf(name);
    return Float64Array.from({ length: STEPS }, (_, k) =>
      of(Number(rows[k * STEP_SECONDS + STEP_SECONDS - 1]?.[j])),
    );
  };
}

/** The raw day of each bank, with its gaps. */
export async function rawDays(): Promise<Day[]> {
  const { header, batches } = await openParquet(join(DATA, "site2_bank_20220510.parquet"));
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
