import { describe, expect, it } from "vitest";
import { createRandom, mixSeed, smoothNoise } from "../../../dev/simulate/random.ts";
import { round1, round3 } from "../../../dev/simulate/rounding.ts";

describe("the generator", () => {
  it("repeats its sequence and differs between seeds", () => {
    const draw = (seed: number): number[] => {
      const { unit } = createRandom(seed);
      return Array.from({ length: 20 }, unit);
    };
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it("is uniform and near-normal", () => {
    const random = createRandom(3);
    const uniform = Array.from({ length: 20_000 }, random.unit);
    const normal = Array.from({ length: 20_000 }, random.normal);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    expect(mean(uniform.map((value) => value ** 2))).toBeCloseTo(1 / 3, 1);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(Math.abs(mean(normal.map((value) => value ** 2)) - 1)).toBeLessThan(0.03);
  });

  it("mixes seeds by order", () => {
    expect(mixSeed(1, 2)).not.toBe(mixSeed(2, 1));
    expect(mixSeed(1, 2)).toBe(mixSeed(1, 2));
  });

  it("makes noise without jumps", () => {
    for (let x = 0; x < 50; x += 0.01) {
      expect(Math.abs(smoothNoise(9, x + 0.01) - smoothNoise(9, x))).toBeLessThan(0.04);
      expect(Math.abs(smoothNoise(9, x))).toBeLessThanOrEqual(1);
    }
  });
});

describe("rounding", () => {
  it("keeps the step of the meter and knows no -0", () => {
    expect(round1(26.3472)).toBe(26.3);
    expect(round3(26.3472)).toBe(26.347);
    expect(Object.is(round1(-0.04), 0)).toBe(true);
  });
});
