import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../../dev/settings.ts";
import { type Level, levelOf, nextLevel } from "../../src/domain/events/level.ts";
import { findRule, limitOf, type Rule } from "../../src/domain/events/rules.ts";
import { exsos } from "../../src/domain/indicators/exsos.ts";
import { CLASSES, centroidOf, type Degrees } from "../../src/domain/indicators/fuzzy.ts";
import { meanSocPercent } from "../../src/domain/indicators/mean.ts";
import {
  OPEN_CIRCUIT_V,
  openCircuitFraction,
  openCircuitV,
} from "../../src/domain/indicators/ocv.ts";
import { fullFrom, PROFILES, type Quantity } from "../../src/domain/indicators/profiles.ts";
import { type Forecast, fitSarima, forecastSarima } from "../../src/domain/indicators/sarima.ts";
import { cellPlace, socpRows, socpSums } from "../../src/domain/indicators/socp.ts";
import { firstDayAtOrBelow, solPercent } from "../../src/domain/indicators/sol.ts";
import { bandOf, stateOfSafety, subSafety } from "../../src/domain/indicators/sos.ts";
import { type ChartName, staticChart } from "../../src/domain/indicators/static-chart.ts";
import { fitLine, sumsOf } from "../../src/domain/indicators/statistics.ts";
import type { Status } from "../../src/domain/indicators/status.ts";
import { fitTrend, forecastTrend } from "../../src/domain/indicators/trend.ts";
import { type SocpRow, socpSample, windowOf } from "./samples.ts";
import { SMOOTH, STAIR, STAIR_OF_273 } from "./series.ts";

const FILE = join(ROOT, "../shared/vectors.json");
const { published, "33J": of33J, "41J": of41J } = PROFILES;

type Numbers = Record<string, number>;
type Factors = Partial<Record<string, number>>;
type SosCase = { in: Numbers; out: Factors; band: string; out_abs_current?: Factors };
type ExsosCase = {
  profile: "S1" | "S2";
  status: Status;
  v: number;
  t: number;
  membership_degree: Numbers;
  integrated_safety: number;
  integrated_safety_worst: number;
};
type ForecastCase = { forecast: Record<string, [number, number, number]> };
type SocpOut = Record<string, Record<string, Numbers>>;

type Vectors = {
  sos_constants: { x100_closed_form: Numbers; f_at_protection_published: Numbers };
  sos: Record<string, SosCase>;
  custom_sos: Record<string, Numbers | number>;
  exsos: ExsosCase[];
  exsos_centroid_only: Numbers;
  static_chart: Record<string, Numbers[]>;
  sol: Numbers;
  sarima: {
    smooth: ForecastCase;
    stair: ForecastCase;
    keti_replica: ForecastCase & Record<string, unknown>;
  };
  trend_ar1: Record<"smooth" | "stair", ForecastCase & Numbers>;
  socp: { rows: (string[] | SocpRow)[]; out: SocpOut };
  ocv: Record<"33J" | "41J", { ocv2soc: Numbers; soc2ocv: Numbers }>;
  pm: Numbers;
  pm_hysteresis_code6: [number[], number[], number[]];
  extras: {
    avg_with_null: number;
    sos_forecast: { in: Numbers; current: number; out: Factors }[];
    cell_module: Record<string, [number, number]>;
    gap_slope: Numbers;
  };
};

/** Kinds of vectors that this project has no function for, or tests elsewhere. */
const NOT_HERE = ["adaptive_sigmoid", "site2_2022-05-10"];

/** Six decimals in the file: half of the last one, and what was rounded before it. */
const close = (found: number | null | undefined, expected: number | undefined, what: string) =>
  expect(Math.abs((found ?? Number.NaN) - (expected ?? Number.NaN)), what).toBeLessThan(1e-6);

const forecastsAre = (found: Forecast[], { forecast }: ForecastCase) => {
  expect(Object.keys(forecast).length).toBeGreaterThan(0);
  for (const [day, [value, bottom, top]] of Object.entries(forecast)) {
    const own = found[Number(day) - 1];
    const off = [
      value - (own?.value ?? NaN),
      bottom - (own?.bottom ?? NaN),
      top - (own?.top ?? NaN),
    ];
    expect(Math.max(...off.map(Math.abs)), `day ${day}`).toBeLessThan(1e-5);
  }
};

const factorsAre = (
  sample: Parameters<typeof stateOfSafety>[0],
  expected: Factors,
  profile: typeof published,
) => {
  const sos = stateOfSafety(sample, profile);
  for (const [name, value] of Object.entries(expected)) {
    const found = name === "sos_score" ? sos?.score : sos?.factors[name as Quantity];
    close(found, value, name);
  }
  return sos;
};

const sampleFrom = (row: Numbers) => ({
  maxCellVoltageV: row.rack_max_cell_voltage ?? null,
  minCellVoltageV: row.rack_min_cell_voltage ?? null,
  cellVoltageGapV: row.rack_cell_voltage_gap ?? null,
  currentA: row.rack_current ?? null,
  maxCellTemperatureC: row.rack_max_cell_temperature ?? null,
  minCellTemperatureC: row.rack_min_cell_temperature ?? null,
  cellTemperatureGapC: row.rack_cell_temperature_gap ?? null,
});

describe.skipIf(!existsSync(FILE))(
  "the file of vectors (skipped where ../shared/vectors.json is absent)",
  () => {
    const vectors: Vectors = existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};

    const TESTS: Record<keyof Vectors, () => void> = {
      sos_constants() {
        const { x100_closed_form, f_at_protection_published } = vectors.sos_constants;
        for (const [key, expected] of Object.entries(x100_closed_form)) {
          const [, k, warning, protection] = /k(\d) \((-?[\d.]+),(-?[\d.]+)\)/.exec(key) ?? [];
          close(fullFrom(Number(warning), Number(protection), Number(k)), expected, key);
        }
        for (const [key, expected] of Object.entries(f_at_protection_published)) {
          const [name, value] = key.split(" ") as [Quantity, string];
          const { full, warning } = published.limits[name];
          close(subSafety(Number(value), full, warning), expected, key);
        }
      },
      sos() {
        for (const [name, { in: row, out, band, out_abs_current }] of Object.entries(vectors.sos)) {
          const sos = factorsAre(sampleFrom(row), out, published);
          expect(bandOf(sos?.score ?? 0), name).toBe(band);
          if (out_abs_current) factorsAre(sampleFrom(row), out_abs_current, of33J);
        }
      },
      custom_sos() {
        for (const [key, expected] of Object.entries(vectors.custom_sos)) {
          const [, full, warning, at] = / (-?[\d.]+)\/(-?[\d.]+)(?: @(-?[\d.]+))?$/.exec(key) ?? [];
          const cases = typeof expected === "number" ? { [String(at)]: expected } : expected;
          for (const [value, f] of Object.entries(cases)) {
            close(subSafety(Number(value), Number(full), Number(warning)), f, `${key} ${value}`);
          }
        }
      },
      exsos() {
        for (const vector of vectors.exsos) {
          const { status, v, t, profile } = vector;
          const name = `${profile} ${status} ${v} ${t}`;
          const result = exsos(windowOf(status, v, t), profile === "S1" ? of33J : of41J);
          close(result?.integrated_safety, vector.integrated_safety, name);
          close(result?.integrated_safety_worst, vector.integrated_safety_worst, name);
          for (const key of CLASSES) {
            close(result?.membership_degree[key], vector.membership_degree[key], `${name} ${key}`);
          }
        }
      },
      exsos_centroid_only() {
        for (const [degrees, expected] of Object.entries(vectors.exsos_centroid_only)) {
          close(centroidOf(JSON.parse(degrees) as Degrees), expected, degrees);
        }
      },
      static_chart() {
        for (const [name, rows] of Object.entries(vectors.static_chart)) {
          expect(staticChart(`${name}_safety` as ChartName, of33J), name).toEqual(rows);
        }
      },
      sol() {
        for (const [soh, sol] of Object.entries(vectors.sol))
          close(solPercent(Number(soh)), sol, soh);
      },
      sarima() {
        const { smooth, stair, keti_replica: replica } = vectors.sarima;
        forecastsAre(forecastSarima(fitSarima(SMOOTH), 365), smooth);
        forecastsAre(forecastSarima(fitSarima(STAIR), 365), stair);
        const forecast = forecastSarima(fitSarima(STAIR_OF_273), 4000);
        forecastsAre(forecast, replica);
        const firstDays = replica.first_h_at_or_below as Numbers;
        for (const [level, day] of Object.entries(firstDays)) {
          expect(firstDayAtOrBelow(forecast, Number(level)), level).toBe(day);
        }
        const end = forecast[(firstDays["0"] ?? 0) - 1];
        const half = ((end?.top ?? 0) - (end?.bottom ?? 0)) / 2;
        expect(Math.abs(half - Number(replica.half_band_at_zero))).toBeLessThan(1e-5);
      },
      trend_ar1() {
        for (const [series, vector] of [
          [SMOOTH, vectors.trend_ar1.smooth],
          [STAIR, vectors.trend_ar1.stair],
        ] as const) {
          const fit = fitTrend(series);
          forecastsAre(forecastTrend(fit, 365), vector);
          close(fit.intercept, vector.a, "a");
          close(fit.slope, vector.b, "b");
          close(fit.ar, vector.phi, "phi");
          close(fit.shockDeviation, vector.sigma_u, "sigma_u");
          close(fit.residualDeviation, vector.s, "s");
          close(fit.lastResidual, vector.r_last, "r_last");
        }
      },
      socp() {
        const sums = socpSums((vectors.socp.rows.slice(1) as SocpRow[]).map(socpSample), 240);
        for (const status of [0, 1, 2] as const) {
          for (const { soc_range, value } of socpRows(sums, status)) {
            expect(value).toEqual(vectors.socp.out[`${status}/${soc_range}`] ?? {});
          }
        }
      },
      ocv() {
        for (const cell of ["33J", "41J"] as const) {
          const table = OPEN_CIRCUIT_V[cell];
          for (const [voltage, soc] of Object.entries(vectors.ocv[cell].ocv2soc)) {
            close(openCircuitFraction(table, Number(voltage)), soc, voltage);
          }
          for (const [soc, voltage] of Object.entries(vectors.ocv[cell].soc2ocv)) {
            close(openCircuitV(table, Number(soc)), voltage, soc);
          }
        }
      },
      pm() {
        for (const [key, level] of Object.entries(vectors.pm)) {
          const [, code, value] = /code (\d) \w+ x=(-?[\d.]+)/.exec(key) ?? [];
          const limit = limitOf(findRule(Number(code)) as Rule, of33J);
          expect(limit && levelOf(limit, Number(value)), key).toBe(level);
        }
      },
      pm_hysteresis_code6() {
        const [values, plain, held] = vectors.pm_hysteresis_code6;
        const limit = limitOf(findRule(6) as Rule, of33J);
        if (!limit) throw new Error("code 6 has a limit");
        expect(values.map((value) => levelOf(limit, value))).toEqual(plain);
        let level: Level = 0;
        const walk = values.map((value) => {
          level = nextLevel(limit, level, value);
          return level;
        });
        expect(walk).toEqual(held);
      },
      extras() {
        const { avg_with_null, sos_forecast, cell_module, gap_slope } = vectors.extras;
        close(meanSocPercent(sumsOf([50, null, 50.5, 51.1], "percent")), avg_with_null, "mean");
        for (const { in: row, current, out } of sos_forecast) {
          const sample = {
            maxCellVoltageV: row.max_v ?? null,
            minCellVoltageV: row.min_v ?? null,
            maxCellTemperatureC: row.max_t ?? null,
            minCellTemperatureC: row.min_t ?? null,
            currentA: current,
          };
          factorsAre(sample, out, published);
        }
        for (const [position, [module, cell]] of Object.entries(cell_module)) {
          expect(cellPlace(Number(position), 12)).toEqual({ module, cell });
        }
        const days = Array.from({ length: 60 }, (_, t) => t);
        const [slope, zigzag] = Object.values(gap_slope);
        close(fitLine(days.map((t) => 0.02 + 0.0004 * t)).slope, slope, "slope of the gap");
        close(fitLine(days.map((t) => 0.02 + 0.002 * (t % 2))).slope, zigzag, "zigzag of the gap");
      },
    };

    it.each(Object.entries(TESTS))("is met in %s", (_, run) => run());

    it("has no kind of vector that is not looked at or known to belong elsewhere", () => {
      expect(Object.keys(vectors).sort()).toEqual([...Object.keys(TESTS), ...NOT_HERE].sort());
    });
  },
);
