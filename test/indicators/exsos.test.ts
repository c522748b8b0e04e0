import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Exsos,
  explainExsos,
  exsos,
  exsosSums,
  mergeExsosSums,
} from "../../src/domain/indicators/exsos.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { majority, statusOf } from "../../src/domain/indicators/status.ts";
import { anySample, numbersIn, QUIET, sampleOf, windowOf } from "./samples.ts";

const SITE_1 = PROFILES["33J"];
type Vector = ["33J" | "41J", 0 | 1 | 2, number, number, number[], number, number];

/** Profile, status, mean voltage or gap, mean temperature or gap, μ, safety, worst. [P; computed apart] */
const VECTORS: Vector[] = [
  ["33J", 0, 3.9, 28, [1, 0, 0, 0, 0], 0.916667, 0.916667],
  ["33J", 0, 4.035, 31.2, [1, 0.6, 0.4, 0, 0], 0.697707, 0.645161],
  ["33J", 0, 4.06, 44, [0.2, 0.8, 0.6, 0.4, 0], 0.544882, 0.395161],
  ["33J", 0, 4.12, 30, [1, 0, 0, 0, 1], 0.5, 0.083333],
  ["33J", 1, 3.27, 24, [1, 0.6, 0, 0, 0], 0.797783, 0.768841],
  ["33J", 1, 3.08, 4, [0, 0.8, 0.2, 0.8, 0.2], 0.495118, 0.245238],
  ["33J", 2, 0.018, 3.1, [1, 0, 0, 0, 0], 0.916667, 0.916667],
  ["33J", 2, 0.26, 16.5, [0.4, 0.6, 0.466667, 0, 0], 0.655929, 0.631673],
  ["41J", 0, 4.0721, 37.9, [1, 0, 0, 0, 0], 0.916667, 0.916667],
  ["41J", 0, 4.0895, 41, [0.8, 0.84, 0.16, 0, 0], 0.743123, 0.699286],
];

describe("ExSoS", () => {
  it.each(VECTORS)(
    "of %s, status %d at %d V and %d degC",
    (profile, status, v, t, mu, or, worst) => {
      const result = exsos(windowOf(status, v, t), PROFILES[profile]) as Exsos;
      Object.values(result.membership_degree).forEach((degree, index) => {
        expect(degree).toBeCloseTo(mu[index] ?? Number.NaN, 6);
      });
      expect(result.integrated_safety).toBeCloseTo(or, 6);
      expect(result.integrated_safety_worst).toBeCloseTo(worst, 6);
      expect(result.membership_degree_detail.status).toBe(status);
    },
  );

  it("spells degrees and details as clients expect them", () => {
    const window = exsosSums(Array(60).fill(sampleOf([3.7, 3.6, 0.1, 10, 30, 20, 10])));
    const result = exsos(window, SITE_1);
    expect(Object.keys(result?.membership_degree ?? {})).toEqual([
      "Negligible",
      "Marginal",
      "Neutral",
      "Critical",
      "Catastrophic",
    ]);
    const means = Object.values(result?.membership_degree_detail ?? {});
    [0, 3.7, 30, 3.6, 20, 0.1, 10].forEach((mean, index) => {
      expect(means[index]).toBeCloseTo(mean, 9);
    });
    expect(Object.keys(result?.membership_degree_detail ?? {})).toEqual([
      "status",
      "max_voltage",
      "max_temperature",
      "min_voltage",
      "min_temperature",
      "voltage_gap",
      "temperature_gap",
    ]);
  });

  it("has no row of fewer than 60 complete samples, or of as many as are asked for", () => {
    const window = exsosSums([...Array(59).fill(QUIET), { ...QUIET, currentA: null }]);
    expect(window.excluded).toBe(1);
    expect(exsos(window, SITE_1)).toBeNull();
    expect(exsos(window, SITE_1, 59)).not.toBeNull();
    expect(exsos(exsosSums([]), SITE_1, 0)).toBeNull();
    expect(explainExsos(window, SITE_1)).toBeNull();
  });

  it("takes the difference of the extremes for a gap that is missing", () => {
    const { cellVoltageGapV: _, cellTemperatureGapC: __, ...bank } = QUIET;
    const detail = exsos(exsosSums(Array(60).fill(bank)), SITE_1)?.membership_degree_detail;
    expect(detail?.voltage_gap).toBeCloseTo(0.015, 9);
    expect(detail?.temperature_gap).toBeCloseTo(4, 9);
  });

  it("of a window is that of its parts together, however they are cut", () => {
    const samples = fc.array(fc.oneof(anySample, fc.constant({ ...QUIET, currentA: null })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(samples, fc.nat(), (all, cut) => {
        const at = cut % all.length;
        const parts = [exsosSums(all.slice(0, at)), exsosSums(all.slice(at))];
        const [whole, merged] = [exsosSums(all), mergeExsosSums(parts)];
        expect(merged.statuses).toEqual(whole.statuses);
        expect(merged.excluded).toBe(whole.excluded);
        const [a, b] = [exsos(whole, SITE_1, 1), exsos(merged, SITE_1, 1)];
        expect(a === null).toBe(b === null);
        if (a && b) expect(b.integrated_safety).toBeCloseTo(a.integrated_safety, 6);
      }),
    );
  });

  it("has only finite numbers, and stays between 1/12 and 11/12", () => {
    fc.assert(
      fc.property(fc.array(anySample, { minLength: 1, maxLength: 5 }), (samples) => {
        const result = exsos(exsosSums(samples), SITE_1, 1);
        expect(numbersIn(result).every(Number.isFinite)).toBe(true);
        expect(result?.integrated_safety).toBeGreaterThan(0.08);
        expect(result?.integrated_safety).toBeLessThan(0.92);
      }),
    );
  });

  it("by the worst never gets safer when the decisive voltage rises", () => {
    const voltage = fc.double({ min: 3.9, max: 4.2, noNaN: true });
    fc.assert(
      fc.property(voltage, voltage, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(
          (v) => exsos(windowOf(0, v, 20), SITE_1)?.integrated_safety_worst ?? Number.NaN,
        ) as [number, number];
        expect(high).toBeLessThanOrEqual(low + 1e-9);
      }),
    );
  });
});

describe("the status", () => {
  it("of a rack is rest up to 2 A, then that of the current's sign", () => {
    expect([2, 2.1, 0, -2, -2.1].map(statusOf)).toEqual([2, 0, 2, 2, 1]);
  });

  it("of a window is that of most samples, of equals charge before discharge before rest", () => {
    expect(majority([1, 2, 3])).toBe(2);
    expect(majority([1, 3, 2])).toBe(1);
    expect(majority([2, 2, 2])).toBe(0);
    expect(majority([1, 2, 2])).toBe(1);
    expect(majority([2, 1, 2])).toBe(0);
  });
});

describe("the explanation of ExSoS", () => {
  it("leads from the means by way of anchors and degrees to both results", () => {
    const window = windowOf(0, 4.035, 31.2);
    const told = explainExsos(window, SITE_1);
    const result = exsos(window, SITE_1);
    expect(told).toMatchObject({
      method: "exsos-fuzzy",
      version: "1",
      basis: "estimated",
      profile: "33J",
      samples: 60,
      excluded: 0,
      statuses: { charge: 60, discharge: 0, rest: 0 },
      status: 0,
      or: { degrees: result?.membership_degree, safety: result?.integrated_safety },
      worst: { safety: result?.integrated_safety_worst },
    });
    const [voltage] = told?.inputs ?? [];
    const { Marginal, Neutral } = voltage?.anchors ?? { Marginal: 0, Neutral: 0 };
    expect(voltage?.name).toBe("over_voltage");
    expect(voltage?.degrees.Neutral).toBeCloseTo(
      ((voltage?.mean ?? 0) - Marginal) / (Neutral - Marginal),
      9,
    );
    for (const { quarters, safety } of told ? [told.or, told.worst] : []) {
      const sum = (key: "area" | "moment") => quarters.reduce((all, one) => all + one[key], 0);
      expect(sum("moment") / sum("area")).toBeCloseTo(safety, 12);
    }
  });
});
