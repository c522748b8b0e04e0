import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { beforeAll, describe, expect, it } from "vitest";
import { explainExsos, exsos, exsosSums } from "../../src/domain/indicators/exsos.ts";
import { meanSocPercent } from "../../src/domain/indicators/mean.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import type { Sample } from "../../src/domain/indicators/sample.ts";
import { dailySohPercent } from "../../src/domain/indicators/soh.ts";
import { bandOf, stateOfSafety } from "../../src/domain/indicators/sos.ts";
import { sumsOf } from "../../src/domain/indicators/statistics.ts";
import { STATUSES, statusOf } from "../../src/domain/indicators/status.ts";
import { DAYS, hasRealDay, REAL_DAY } from "../support/real-day.ts";

/** 2022-05-10T00:00+09:00, and a day, in ms. */
const MIDNIGHT = Date.parse("2022-05-09T15:00:00Z");
const DAY = 86_400_000;
const WINDOW = 600_000;

type Row = { at: number; soc: number | null; soh: number | null; sample: Sample };

const clock = (at: number, length: number) =>
  new Date(at + 9 * 3_600_000).toISOString().slice(11, 11 + length);

const readFile = async () =>
  parquetReadObjects({ file: await asyncBufferFromFile(REAL_DAY), compressors });
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

describe.skipIf(!hasRealDay).each(DAYS)(
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
