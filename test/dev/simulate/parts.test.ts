import { describe, expect, it } from "vitest";
import { OPEN_CIRCUIT_V, openCircuitSlopeV, openCircuitV } from "../../../dev/simulate/ocv.ts";
import { createRandom, mixSeed, smoothNoise } from "../../../dev/simulate/random.ts";
import { round1, round3 } from "../../../dev/simulate/rounding.ts";

describe("the open-circuit voltage", () => {
  it("is linear between the points of the table", () => {
    expect(openCircuitV(OPEN_CIRCUIT_V["33J"], 0.9)).toBeCloseTo(3.941, 9);
    expect(openCircuitV(OPEN_CIRCUIT_V["41J"], 0.12)).toBeCloseTo(3.4308, 9);
    expect(openCircuitV(OPEN_CIRCUIT_V["33J"], 0.910227)).toBeCloseTo(3.95, 5);
    expect(openCircuitV(OPEN_CIRCUIT_V["41J"], 0.0426)).toBeCloseTo(3.3, 5);
  });

  it("is clamped beyond the table and rises everywhere in it", () => {
    for (const table of Object.values(OPEN_CIRCUIT_V)) {
      expect(table.length).toBe(21);
      expect(openCircuitV(table, -0.1)).toBe(table[0]);
      expect(openCircuitV(table, 1.1)).toBe(table[20]);
      for (let index = 0; index < 20; index += 1) {
        expect(openCircuitSlopeV(table, (index + 0.5) / 20)).toBeGreaterThan(0);
      }
    }
  });

  it("has the slope of its own differences", () => {
    const table = OPEN_CIRCUIT_V["41J"];
    const rise = openCircuitV(table, 0.62) - openCircuitV(table, 0.61);
    expect(openCircuitSlopeV(table, 0.615)).toBeCloseTo(rise / 0.01, 6);
  });
});

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
