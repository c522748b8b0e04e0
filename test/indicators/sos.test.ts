import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PROFILES, QUANTITIES, SIDES } from "../../src/domain/indicators/profiles.ts";
import { MEASURE_OF, type Measure, type Sample } from "../../src/domain/indicators/sample.ts";
import {
  bandOf,
  explainSos,
  stateOfSafety,
  subSafety,
  windowSos,
} from "../../src/domain/indicators/sos.ts";
import { anyReading, anySample, numbersIn, QUIET, type SampleRow, sampleOf } from "./samples.ts";

const { published, "33J": of33J } = PROFILES;

/** Input, factors that are not 1, score and band with the published constants. [D, by doc17's formula] */
const VECTORS: [string, SampleRow, Record<string, number>, number, string][] = [
  ["A nominal", [3.735, 3.72, 0.015, 40, 26, 22, 4], {}, 1, "safe"],
  ["B at the warning", [4.05, 4.03, 0.02, 30, 30, 26, 4], { over_voltage: 0.8 }, 0.8, "safe"],
  [
    "C top of charge at site 2",
    [4.076, 4.054, 0.022, 8.3, 38, 31.5, 6.5],
    { over_voltage: 0.574214 },
    0.574214,
    "warning",
  ],
  [
    "D low and unbalanced",
    [3.3, 3.1, 0.2, -35, 24, 21, 3],
    { under_voltage: 0.576471, voltage_unbalance: 0.978597 },
    0.564133,
    "warning",
  ],
  [
    "E cold",
    [3.6, 3.585, 0.015, 20, 9.5, 2, 7.5],
    { under_temperature: 0.911643 },
    0.911643,
    "safe",
  ],
  [
    "F compound",
    [4.09, 3.7, 0.39, 95, 52, 30, 22],
    {
      over_voltage: 0.472993,
      voltage_unbalance: 0.599762,
      over_current: 0.904699,
      over_temperature: 0.568976,
      temperature_unbalance: 0.565049,
    },
    0.082512,
    "unsafe",
  ],
  ["G discharge of 130 A, signed", [3.6, 3.55, 0.05, -130, 35, 30, 5], {}, 1, "safe"],
  ["H on x100", [4.014, 3.34, 0.158, 85.75, 47.3, 29.95, 17.35], {}, 1, "safe"],
];

describe("the state of safety", () => {
  it.each(VECTORS)("of case %s", (_, row, factors, score, band) => {
    const sos = stateOfSafety(sampleOf(row), published);
    for (const name of QUANTITIES) {
      expect(sos?.factors[name], name).toBeCloseTo(factors[name] ?? 1, 6);
    }
    expect(sos?.score).toBeCloseTo(score, 6);
    expect(bandOf(sos?.score ?? 0)).toBe(band);
  });

  it("falls with a discharge as with a charge, except with the published profile", () => {
    const discharge = sampleOf([3.6, 3.55, 0.05, -130, 35, 30, 5]);
    expect(stateOfSafety(discharge, of33J)?.factors.over_current).toBeCloseTo(0.293198, 6);
    expect(stateOfSafety(discharge, published)?.score).toBe(1);
    fc.assert(
      fc.property(anySample, (sample) => {
        const reversed = { ...sample, currentA: -sample.currentA };
        expect(stateOfSafety(reversed, of33J)).toEqual(stateOfSafety(sample, of33J));
      }),
    );
  });

  it("by its own profile does not warn of a charge that site 2 is built for", () => {
    const top = sampleOf([4.076, 4.054, 0.022, 8.3, 38, 31.5, 6.5]);
    const score = stateOfSafety(top, PROFILES["41J"])?.score ?? 0;
    expect(score).toBeGreaterThan(0.97);
    expect(bandOf(score)).toBe("safe");
  });

  it("of forecast extremes takes their difference for the gap", () => {
    // Max V, min V, max T, min T, I and score. [P, physics-consistent forecast]
    const cases: [number, number, number, number, number, number][] = [
      [4.06, 4.041, 39.2, 32.1, 12, 0.710137],
      [3.42, 3.26, 36, 28, -35, 0.924482],
      [4.12, 3.75, 51, 30.5, 96, 0.090276],
    ];
    for (const [maxV, minV, maxT, minT, currentA, score] of cases) {
      const sample = {
        maxCellVoltageV: maxV,
        minCellVoltageV: minV,
        maxCellTemperatureC: maxT,
        minCellTemperatureC: minT,
        currentA,
      };
      expect(stateOfSafety(sample, published)?.score).toBeCloseTo(score, 6);
    }
  });

  it.each(Object.keys(QUIET) as Measure[])("is null where %s cannot be true", (measure) => {
    for (const value of [Number.NaN, 6553.5, -3276.8]) {
      expect(stateOfSafety({ ...QUIET, [measure]: value }, of33J)).toBeNull();
    }
  });

  it.each(Object.keys(QUIET) as Measure[])("without %s is null, unless it is a gap", (measure) => {
    for (const missing of [null, undefined]) {
      const sos = stateOfSafety({ ...QUIET, [measure]: missing }, of33J);
      expect(sos?.score).toBe(measure.includes("Gap") ? 1 : undefined);
    }
  });

  it("is in (0, 1], whatever the plausible sample", () => {
    fc.assert(
      fc.property(anySample, fc.constantFrom(...Object.values(PROFILES)), (sample, profile) => {
        const sos = stateOfSafety(sample, profile);
        const all = numbersIn(sos);
        expect(all.length).toBe(QUANTITIES.length + 1);
        expect(all.every((value) => value > 0 && value <= 1)).toBe(true);
      }),
    );
  });

  it("is a number in (0, 1] or null, whatever is read", () => {
    const readings = Object.fromEntries(Object.keys(QUIET).map((name) => [name, anyReading]));
    fc.assert(
      fc.property(fc.record(readings, { requiredKeys: [] }), (sample) => {
        const sos = stateOfSafety(sample as Sample, of33J);
        expect(sos === null || (sos.score > 0 && sos.score <= 1)).toBe(true);
      }),
    );
  });

  it("never rises when a quantity moves towards danger", () => {
    const step = fc.double({ min: 0, max: 50, noNaN: true });
    fc.assert(
      fc.property(anySample, fc.constantFrom(...QUANTITIES), step, (sample, quantity, by) => {
        const measure = MEASURE_OF[quantity];
        const before = stateOfSafety(sample, published)?.score ?? Number.NaN;
        const moved = sample[measure] + (SIDES[quantity] === "over" ? by : -by);
        const after = stateOfSafety({ ...sample, [measure]: moved }, published);
        if (after) expect(after.score).toBeLessThanOrEqual(before * (1 + 1e-12));
      }),
    );
  });
});

describe("the sub-function", () => {
  it("is 1 at x100 and on the safe side, 0.8 at the warning, and falls without end", () => {
    for (const [full, warning] of [
      [4.014, 4.05],
      [3.34, 3.2],
      [5.3, 0],
    ] as const) {
      expect(subSafety(full, full, warning)).toBe(1);
      expect(subSafety(2 * full - warning, full, warning)).toBe(1);
      expect(subSafety(warning, full, warning)).toBeCloseTo(0.8, 12);
      expect(subSafety(full + 1000 * (warning - full), full, warning)).toBeLessThan(1e-5);
    }
  });

  // Custom pairs of a first and a second limit. [S: doc22; values D]
  it.each([
    [46, 40, 50, 0.917431],
    [48, 40, 50, 0.862069],
    [51, 40, 50, 0.767754],
    [52, 40, 50, 0.735294],
    [53, 40, 50, 0.702988],
    [4.057, 4, 4.086, 0.901045],
    [3.2, 3.3, 3.15, 0.9],
    [-5, 10, 0, 0.64],
  ])("at %d between %d and %d is %d", (value, full, warning, expected) => {
    expect(subSafety(value, full, warning)).toBeCloseTo(expected, 6);
  });
});

describe("the bands", () => {
  it.each([
    [1, "safe"],
    [0.8, "safe"],
    [0.8 - 1e-13, "safe"],
    [0.8 - 1e-11, "warning"],
    [0.4096, "warning"],
    [0.8 ** 4 - 1e-13, "warning"],
    [0.4095, "unsafe"],
    [0.01, "unsafe"],
  ] as const)("of %d is %s", (score, band) => {
    expect(bandOf(score)).toBe(band);
  });
});

describe("the SoS of a window", () => {
  it("is that of its earliest complete sample, and counts what it passes over", () => {
    const samples = [
      { ...QUIET, currentA: null, at: 0 },
      { ...QUIET, maxCellVoltageV: 9, at: 1 },
      { ...QUIET, maxCellVoltageV: 4.05, at: 2 },
      { ...QUIET, at: 3 },
    ];
    expect(windowSos(samples, published)).toMatchObject({ excluded: 2, sample: { at: 2 } });
    expect(windowSos(samples, published)?.score).toBeCloseTo(0.8, 9);
  });

  it("is null where no sample is complete", () => {
    expect(windowSos([{ ...QUIET, currentA: null }], published)).toBeNull();
    expect(windowSos([], published)).toBeNull();
  });
});

describe("the explanation of SoS", () => {
  it("holds all that the formula needs to come to the same score", () => {
    fc.assert(
      fc.property(anySample, fc.constantFrom(...Object.values(PROFILES)), (sample, profile) => {
        const told = explainSos(sample, profile);
        let product = 1;
        for (const { input, x100, x80, factor } of told?.factors ?? []) {
          const share = (input - x100) / (x80 - x100);
          const again = share <= 0 ? 1 : 1 / (0.25 * share * share + 1);
          expect(factor).toBeCloseTo(again, 12);
          product *= again;
        }
        expect(told?.score).toBeCloseTo(product, 12);
        expect(told?.score).toBe(stateOfSafety(sample, profile)?.score);
      }),
    );
  });

  it("names method, version, profile and band", () => {
    expect(explainSos(QUIET, PROFILES["41J"])).toMatchObject({
      method: "sos-product",
      version: "1",
      basis: "estimated",
      profile: "41J",
      band: "safe",
      score: 1,
    });
    expect(explainSos({ ...QUIET, currentA: null }, of33J)).toBeNull();
  });
});
