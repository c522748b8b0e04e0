import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doJobs } from "../../dev/jobs.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { DAYS, hasRealDay, REAL_DAY_NAME } from "../support/real-day.ts";
import { createRealDayDatabase } from "../support/real-day-database.ts";
import { startWorker } from "../support/world.ts";

/* The figures of the day's file, as the service answers them: of rows, and again of rollups. */

type Soc = { time: string; avg_bank_soc: number | null; count: number };
type Window = {
  time: string;
  membership_degree_detail: Record<string, number>;
  integrated_safety: number;
  integrated_safety_worst: number;
  explain: { samples: number; statuses: { charge: number; discharge: number; rest: number } };
};

describe.skipIf(!hasRealDay)(
  `indicators of the real day (skipped where ${REAL_DAY_NAME} is absent)`,
  () => {
    let database: Awaited<ReturnType<typeof createRealDayDatabase>>;
    let worker: Runtime;
    beforeAll(async () => {
      database = await createRealDayDatabase();
      worker = await startWorker({ SITE_2_DATABASE_URL: database.url });
    });
    afterAll(async () => {
      await worker?.stop();
      await database?.drop();
    });

    const ask = async <T>(path: string): Promise<T[]> => {
      const response = await fetch(`${worker.url}/api/ess/${path}`);
      expect(response.status, path).toBe(200);
      return (await response.json()) as T[];
    };

    describe.sequential.each(["rows", "rollups"])("made of %s", (source) => {
      beforeAll(async () => {
        if (source === "rollups") await doJobs({ site: database.url }, panli);
      });

      describe.each(DAYS)(
        "of bank $bank",
        ({ bank, rows, sos, soc, statuses, lowest, windows }) => {
          test("hourly SoC", async () => {
            const items = await ask<Soc>(
              `operating-sites/2/banks/${bank}/stats/avg-bank-soc/?date=2022-05-10&time-bucket-width=1hour`,
            );
            expect(items).toHaveLength(24);
            expect(items.reduce((sum, { count }) => sum + count, 0)).toBe(rows);
            for (const [hour, mean] of Object.entries(soc)) {
              const item = items.find(({ time }) => time.slice(11, 13) === hour);
              expect(item?.avg_bank_soc, hour).toBeCloseTo(mean, 6);
            }
          });

          test("ExSoS of every window, its statuses and its lowest value", async () => {
            const items = await ask<Window>(
              `stats/ex-sos/operating-sites/2/banks/${bank}/?date=2022-05-10&profile=33J&explain=1`,
            );
            expect(items).toHaveLength(144);
            const total = items.reduce<[number, number, number]>(
              ([charge, discharge, rest], { explain }) => [
                charge + explain.statuses.charge,
                discharge + explain.statuses.discharge,
                rest + explain.statuses.rest,
              ],
              [0, 0, 0],
            );
            expect(total).toEqual(statuses);
            const least = items.reduce((a, b) =>
              b.integrated_safety < a.integrated_safety ? b : a,
            );
            expect(least.time.slice(11, 16)).toBe(lowest.time);
            expect(least.integrated_safety).toBeCloseTo(lowest["33J"], 6);
            for (const [time, status, samples, voltage, temperature, safety, worst] of windows) {
              const item = items.find((window) => window.time.slice(11, 16) === time);
              expect(item?.explain.samples, time).toBe(samples);
              const { membership_degree_detail: detail } = item as Window;
              expect(detail.status).toBe(status);
              const names = [
                ["max_voltage", "max_temperature"],
                ["min_voltage", "min_temperature"],
                ["voltage_gap", "temperature_gap"],
              ][status] as [string, string];
              expect(detail[names[0]], time).toBeCloseTo(voltage, 6);
              expect(detail[names[1]], time).toBeCloseTo(temperature, 6);
              expect(item?.integrated_safety, time).toBeCloseTo(safety, 6);
              expect(item?.integrated_safety_worst, time).toBeCloseTo(worst, 6);
            }
            const own = await ask<Window>(
              `stats/ex-sos/operating-sites/2/banks/${bank}/?date=2022-05-10`,
            );
            expect(Math.min(...own.map((window) => window.integrated_safety))).toBeCloseTo(
              0.916667,
              6,
            );
          });

          test("SoS of every second: the lowest, the mean, and how many are below the bands", async () => {
            type Item = { time: string; sos_score: number };
            const items = await ask<Item>(
              `stats/sos/operating-sites/2/banks/${bank}/?date=2022-05-10&interval=1s&profile=published&no_page=true`,
            );
            const scores = items.map((item) => item.sos_score);
            expect(scores).toHaveLength(rows);
            const least = scores.reduce((a, b) => Math.min(a, b), 1);
            expect(least).toBeCloseTo(sos.min, 6);
            expect(items[scores.indexOf(least)]?.time).toBe(`2022-05-10T${sos.at}+09:00`);
            expect(scores.reduce((sum, score) => sum + score, 0) / rows).toBeCloseTo(sos.mean, 6);
            expect(scores.filter((score) => score < 0.8 - 1e-12)).toHaveLength(sos.below);
            expect(scores.filter((score) => score < 0.4096)).toEqual([]);
            expect(scores.filter((score) => score === 1)).toHaveLength(sos.full);
          });

          test("SoH is 100", async () => {
            const items = await ask<{ value: number }>(
              `stats/avg-soh/operating-sites/2/banks/${bank}/?start-date=2022-05-10&end-date=2022-05-11`,
            );
            expect(items.map(({ value }) => value)).toEqual([100]);
          });
        },
      );
    });
  },
);
