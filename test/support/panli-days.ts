import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { ROOT } from "../../dev/settings.ts";

/** Days of bank 1 of site 2 at 1 Hz, of 2022 and 2023, where they are there. */
export const PANLI_DAYS_NAME = "../shared/data/panli_*.parquet";
const FOLDER = join(ROOT, "../shared/data");
const FILE = /^panli_(\d{8})\.parquet$/;

/** Their dates, `20220412`, in their order; none where the folder is absent. */
export const panliDates: readonly string[] = existsSync(FOLDER)
  ? readdirSync(FOLDER)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .sort()
  : [];

export const isOf2023 = (date: string) => date.startsWith("2023");

export type PanliDay = { date: string } & Record<PanliChannel, Float64Array>;
export type PanliChannel = "voltage" | "current" | "soc" | "temperature" | "gap";

/** A unit of a series' current, A of bank 1. */
const AMPERE = 9 * 212.4 * 0.05;

/** The files are normalised: what a value of each column is in the units of a series. */
const CHANNELS: Record<PanliChannel, [column: string, zero: number, scale: number]> = {
  voltage: ["BANK_DC_VOLT", 3200, 1000],
  current: ["BANK_DC_CURRENT", -840 / AMPERE, 1680 / AMPERE],
  soc: ["BANK_SOC", 0, 100],
  temperature: ["MAX_CELL_TEMPERATURE_OF_BANK", 5, 40],
  gap: ["VOLTAGE_GAP", 0, 400],
};

/** The seconds of a day, 86,400 of each channel, in the units of a series. */
export async function readPanliDay(date: string): Promise<PanliDay> {
  const file = await asyncBufferFromFile(join(FOLDER, `panli_${date}.parquet`));
  const rows = (await parquetReadObjects({
    file,
    compressors,
    columns: Object.values(CHANNELS).map(([column]) => column),
  })) as Record<string, number>[];
  const entries = Object.entries(CHANNELS).map(([channel, [column, zero, scale]]) => [
    channel,
    Float64Array.from(rows, (row) => zero + scale * (row[column] as number)),
  ]);
  return { date, ...Object.fromEntries(entries) };
}

/** Means of `seconds` each, from the beginning of the day. */
export function meansOf(values: Float64Array, seconds: number): Float64Array {
  const means = new Float64Array(Math.floor(values.length / seconds));
  return means.map((_, i) => {
    const part = values.subarray(i * seconds, (i + 1) * seconds);
    return part.reduce((sum, value) => sum + value, 0) / seconds;
  });
}
