import { describe, expect, test } from "vitest";
import { BINS, binOf, quantile } from "../../src/domain/forecast/residuals.ts";
import { random } from "./battery.ts";

describe("errors counted by size", () => {
  test("larger errors are in later bins, of either sign, and none is lost", () => {
    const errors = [-1e9, -300, -2, -0.5, -0.01, -1e-9, 0, 1e-9, 0.01, 0.5, 2, 300, 1e9];
    const bins = errors.map(binOf);
    expect(bins).toEqual(bins.toSorted((a, b) => a - b));
    expect(bins[0]).toBe(0);
    expect(bins.at(-1)).toBe(BINS - 1);
    expect(binOf(-0.5)).toBeLessThan(BINS / 2);
    expect(binOf(0.5)).toBeGreaterThanOrEqual(BINS / 2);
  });

  test("quantiles are those of the errors to the width of a bin", () => {
    const next = random(5);
    const errors = Float64Array.from(
      { length: 20_000 },
      () => 3 * (next() + next() + next() - 1.7),
    );
    const counts = new Float64Array(BINS);
    for (const error of errors) counts[binOf(error)] = (counts[binOf(error)] as number) + 1;
    errors.sort();
    for (const part of [0.05, 0.25, 0.5, 0.75, 0.95]) {
      const exact = errors[Math.floor(part * errors.length)] as number;
      expect(Math.abs(quantile(counts, part) - exact)).toBeLessThan(0.03 + 0.07 * Math.abs(exact));
    }
  });

  test("of no errors there is no quantile", () => {
    expect(quantile(new Float64Array(BINS), 0.5)).toBeNaN();
  });

  test("of one error, all quantiles lie in its bin", () => {
    const counts = new Float64Array(BINS);
    counts[binOf(-2)] = 1;
    for (const part of [0.01, 0.5, 0.99]) {
      expect(quantile(counts, part)).toBeLessThanOrEqual(-1.7);
      expect(quantile(counts, part)).toBeGreaterThanOrEqual(-2.3);
    }
  });
});
