import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainSoc, meanSocPercent } from "../../src/domain/indicators/mean.ts";
import { dailySohPercent, explainSoh } from "../../src/domain/indicators/soh.ts";
import { mergeSums, rounded, sumsOf } from "../../src/domain/indicators/statistics.ts";
import { anyReading } from "./samples.ts";

const percent = (values: (number | null)[]) => sumsOf(values, "percent");
const repeat = (value: number | null, times: number) => Array<number | null>(times).fill(value);

describe("the mean SoC", () => {
  it("leaves missing and impossible values out and counts them", () => {
    // Synthetic vector: {50.0, null, 50.5, 51.1}.
    const sums = percent([50, null, 50.5, 51.1, 6553.5]);
    expect(meanSocPercent(sums)).toBeCloseTo(50.533333, 6);
    expect(sums).toMatchObject({ count: 3, excluded: 2 });
  });

  it("is null of nothing, not NaN", () => {
    expect(meanSocPercent(percent([null, null]))).toBeNull();
    expect(meanSocPercent(percent([]))).toBeNull();
  });

  it("is within the values, and the same from any parts", () => {
    const values = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.nat(), (all, cut) => {
        const mean = meanSocPercent(percent(all)) ?? Number.NaN;
        const at = cut % all.length;
        const merged = mergeSums([percent(all.slice(0, at)), percent(all.slice(at))]);
        expect(meanSocPercent(merged)).toBeCloseTo(mean, 9);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
      }),
    );
  });

  it("is a number from 0 to 100 or null, whatever is read", () => {
    fc.assert(
      fc.property(fc.array(anyReading), (readings) => {
        const mean = meanSocPercent(percent(readings));
        expect(mean === null || (mean >= 0 && mean <= 100)).toBe(true);
      }),
    );
  });

  it("is explained by its sum and count", () => {
    expect(explainSoc(percent([50, null, 51]))).toMatchObject({
      method: "soc-mean",
      version: "1",
      basis: "measured",
      sum: 101,
      count: 2,
      excluded: 1,
      mean: 50.5,
    });
  });
});

describe("the SoH of a day", () => {
  it("is the mean of its values", () => {
    // Synthetic vectors.
    const halves = [...repeat(96, 43_200), ...repeat(95.9, 43_200)];
    expect(dailySohPercent(percent(halves))).toBeCloseTo(95.95, 9);
    expect(dailySohPercent(percent([95.9, null, 95.9]), 3600)).toBeCloseTo(95.9, 9);
    expect(dailySohPercent(percent([]))).toBeNull();
  });

  it("needs an hour of values, at any cadence", () => {
    expect(dailySohPercent(percent(repeat(100, 3599)))).toBeNull();
    expect(dailySohPercent(percent(repeat(100, 3600)))).toBe(100);
    expect(dailySohPercent(percent(repeat(100, 59)), 60)).toBeNull();
    expect(dailySohPercent(percent(repeat(100, 60)), 60)).toBe(100);
  });

  it("is explained, also where there is none", () => {
    expect(explainSoh(percent([100]))).toMatchObject({
      basis: "measured",
      count: 1,
      least_seconds: 3600,
      mean: null,
    });
  });
});

describe("rounded", () => {
  it.each([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [27.45, 2, 27.45],
    [0.0004, 3, 0],
    [-0.0004, 3, 0],
    [4.0249999999999995, 6, 4.025],
  ])("takes %d to %d decimals: %d", (value, decimals, expected) => {
    expect(rounded(value, decimals)).toBe(expected);
  });
});
