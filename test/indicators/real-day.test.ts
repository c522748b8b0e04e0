import { existsSync } from "node:fs";
import { join } from "node:path";
import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../../dev/settings.ts";
import { explainExsos, exsos, exsosSums } from "../../src/indicators/exsos.ts";
import { PROFILES } from "../../src/indicators/profiles.ts";
import type { Sample } from "../../src/indicators/sample.ts";
import { meanSocPercent } from "../../src/indicators/soc.ts";
import { dailySohPercent } from "../../src/indicators/soh.ts";
import { bandOf, stateOfSafety } from "../../src/indicators/sos.ts";
import { sumsOf } from "../../src/indicators/statistics.ts";
import { STATUSES, type Status, statusOf } from "../../src/indicators/status.ts";

const FILE = join(ROOT, "../shared/data/site2_bank_20220510.parquet");

/** 2022-05-10T00:00+09:00, and a day, in ms. */
const MIDNIGHT = Date.parse("2022-05-09T15:00:00Z");
const DAY = 86_400_000;
const WINDOW = 600_000;

type Row = { at: number; soc: number | null; soh: number | null; sample: Sample };

/** Start, status, samples, decisive means of voltage and temperature, ExSoS by 33J and by its worst. */
type Window = [string, Status, number, number, number, number, number];

/** Figures of the day's file, made apart from this project. [D] */
const DAYS = [
  {
    bank: 1,
    racks: 9,
    rows: 84_502,
    sos: { min: 0.574214, mean: 0.978808, at: "13:45:54", below: 1438, full: 71_875 },
    statuses: [13_554, 23_035, 47_913],
    soc: { "03": 0, 10: 16.185056, 11: 41.143333, 13: 86.776111, 16: 87.144083, 20: 32.905631 },
    lowest: { time: "13:40", "33J": 0.530834 },
    windows: [
      ["03:00", 2, 540, 0.027461, 9.222222, 0.916667, 0.916667],
      ["10:00", 0, 600, 3.467692, 29.9395, 0.916667, 0.916667],
      ["13:30", 0, 600, 4.059315, 39.136833, 0.549581, 0.400815],
      ["13:40", 0, 600, 4.062313, 39.168833, 0.530834, 0.376493],
      ["16:00", 2, 600, 0.016748, 8.198833, 0.916667, 0.916667],
      ["22:20", 1, 600, 3.328032, 28.909667, 0.916667, 0.916667],
    ] as Window[],
  },
  {
    bank: 2,
    racks: 8,
    rows: 84_097,
    sos: { min: 0.623077, mean: 0.98113, at: "13:45:51", below: 1228, full: 71_363 },
    statuses: [13_551, 23_010, 47_536],
    soc: { "03": 0, 10: 15.763611, 11: 39.748667, 13: 84.973611, 16: 87.007361, 20: 30.530109 },
    lowest: { time: "13:40", "33J": 0.551407 },
    windows: [
      ["03:00", 2, 527, 0.026362, 8.387287, 0.916667, 0.916667],
      ["13:30", 0, 600, 4.058408, 38.8, 0.555912, 0.40845],
      ["13:40", 0, 600, 4.059048, 38.740667, 0.551407, 0.403041],
      ["16:00", 2, 600, 0.01589, 8.500167, 0.916667, 0.916667],
      ["22:20", 1, 600, 3.324132, 28.165, 0.916667, 0.916667],
    ] as Window[],
  },
];

const clock = (at: number, length: number) =>
  new Date(at + 9 * 3_600_000).toISOString().slice(11, 11 + length);

const readFile = async () =>
  parquetReadObjects({ file: await asyncBufferFromFile(FILE), compressors });
let objects: ReturnType<typeof readFile> | undefined;

async function rowsOf(bank: number, racks: number): Promise<Row[]> {
  objects ??= readFile();
  return (await objects)
    .filter(({ BANK_ID }) => Number(BANK_ID) === bank)
    .map((row) => ({
      at: Date.parse(String(row.TIMESTAMP)),
      soc: row.BANK_SOC,
      soh: row.BANK_SOH,
      sample: {
        maxCellVoltageV: row.MAX_CELL_VOLTAGE_OF_BANK,
        minCellVoltageV: row.MIN_CELL_VOLTAGE_OF_BANK,
        currentA: row.BANK_DC_CURRENT / racks,
        maxCellTemperatureC: row.MAX_CELL_TEMPERATURE_OF_BANK,
        minCellTemperatureC: row.MIN_CELL_TEMPERATURE_OF_BANK,
      },
    }))
    .filter(({ at }) => at >= MIDNIGHT && at < MIDNIGHT + DAY)
    .sort((a, b) => a.at - b.at);
}

describe.skipIf(!existsSync(FILE)).each(DAYS)(
  "the real day of site 2, bank $bank (skipped where its file is absent)",
  (day) => {
    let rows: Row[];
    const window = (time: string) => {
      const start = Date.parse(`2022-05-10T${time}:00+09:00`);
      const inside = rows.filter(({ at }) => at >= start && at < start + WINDOW);
      return exsosSums(inside.map(({ sample }) => sample));
    };

    beforeAll(async () => {
      rows = await rowsOf(day.bank, day.racks);
    });

    it("has the known number of rows", () => {
      expect(rows.length).toBe(day.rows);
    });

    it("has the hourly SoC and the SoH of the figures", () => {
      for (const [hour, expected] of Object.entries(day.soc)) {
        const own = rows.filter(({ at }) => clock(at, 2) === hour).map(({ soc }) => soc);
        expect(meanSocPercent(sumsOf(own, "percent")), hour).toBeCloseTo(expected, 6);
      }
      const soh = rows.map((row) => row.soh);
      expect(dailySohPercent(sumsOf(soh, "percent"))).toBe(100);
    });

    it("has the SoS of the figures by the published constants", () => {
      const scores = rows.map(
        ({ sample }) => stateOfSafety(sample, PROFILES.published)?.score ?? 0,
      );
      const lowest = scores.reduce((a, b) => Math.min(a, b), 1);
      expect(lowest).toBeCloseTo(day.sos.min, 6);
      expect(clock(rows[scores.indexOf(lowest)]?.at ?? 0, 8)).toBe(day.sos.at);
      expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeCloseTo(
        day.sos.mean,
        6,
      );
      expect(scores.filter((score) => bandOf(score) !== "safe").length).toBe(day.sos.below);
      expect(scores.filter((score) => bandOf(score) === "unsafe").length).toBe(0);
      expect(scores.filter((score) => score === 1).length).toBe(day.sos.full);
    });

    it("is safe all day by the profile of its cells", () => {
      const unsafe = rows.filter(
        ({ sample }) => bandOf(stateOfSafety(sample, PROFILES["41J"])?.score ?? 0) !== "safe",
      );
      expect(unsafe).toEqual([]);
    });

    it("has the seconds of each status", () => {
      const counts = [0, 0, 0];
      for (const { sample } of rows) {
        const status = statusOf(sample.currentA ?? Number.NaN);
        counts[status] = (counts[status] ?? 0) + 1;
      }
      expect([counts[STATUSES.charge], counts[STATUSES.discharge], counts[STATUSES.rest]]).toEqual(
        day.statuses,
      );
    });

    it.each(day.windows)("has the ExSoS of the window at %s", (...figures) => {
      const [time, status, count, voltage, temperature, or, worst] = figures;
      const sums = window(time);
      const told = explainExsos(sums, PROFILES["33J"]);
      expect(told).toMatchObject({ status, samples: count });
      expect(told?.inputs[0]?.mean).toBeCloseTo(voltage, 6);
      expect(told?.inputs[1]?.mean).toBeCloseTo(temperature, 6);
      expect(told?.or.safety).toBeCloseTo(or, 6);
      expect(told?.worst.safety).toBeCloseTo(worst, 6);
      expect(exsos(sums, PROFILES["41J"])?.integrated_safety).toBeCloseTo(0.916667, 6);
    });

    it("has 144 windows, the lowest of them where it is known to be", () => {
      const times = Array.from({ length: 144 }, (_, i) => clock(MIDNIGHT + i * WINDOW, 5));
      const safeties = times.map((time) => exsos(window(time), PROFILES["33J"])?.integrated_safety);
      expect(safeties.every((safety) => safety !== undefined)).toBe(true);
      const lowest = Math.min(...safeties.map((safety) => safety ?? 0));
      expect(lowest).toBeCloseTo(day.lowest["33J"], 6);
      expect(times[safeties.indexOf(lowest)]).toBe(day.lowest.time);
    });
  },
);
