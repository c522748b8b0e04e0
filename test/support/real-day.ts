import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../dev/settings.ts";
import type { Status } from "../../src/domain/indicators/status.ts";

/** Bank rows of site 2 of 2022-05-10, where they are there. */
export const REAL_DAY_NAME = "../shared/data/site2_bank_20220510.parquet";
export const REAL_DAY = join(ROOT, REAL_DAY_NAME);
export const hasRealDay = existsSync(REAL_DAY);

/** Start, status, samples, decisive means of voltage and temperature, ExSoS by 33J and by its worst. */
export type Window = [string, Status, number, number, number, number, number];

/** Figures of the day's file, made apart from this project. [D] */
export const DAYS = [
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
