import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  OPEN_CIRCUIT_V,
  openCircuitFraction,
  openCircuitSlopeV,
  openCircuitV,
} from "../../src/domain/indicators/ocv.ts";

describe("the open-circuit voltage", () => {
  it("is linear between the points of the table", () => {
    expect(openCircuitV(OPEN_CIRCUIT_V["33J"], 0.9)).toBeCloseTo(3.941, 9);
    expect(openCircuitV(OPEN_CIRCUIT_V["41J"], 0.12)).toBeCloseTo(3.4308, 9);
  });

  it.each([
    ["33J", 3.95, 0.910227],
    ["33J", 3.7, 0.609211],
    ["33J", 3.6, 0.303125],
    ["33J", 3.3, 0.020327],
    ["41J", 3.95, 0.897674],
    ["41J", 3.7, 0.620755],
    ["41J", 3.6, 0.396667],
    ["41J", 3.3, 0.0426],
  ] as const)("of a %s cell at %d V tells a fraction of %d", (cell, voltageV, fraction) => {
    expect(openCircuitFraction(OPEN_CIRCUIT_V[cell], voltageV)).toBeCloseTo(fraction, 6);
  });

  it("is clamped beyond the table and rises everywhere in it", () => {
    for (const table of Object.values(OPEN_CIRCUIT_V)) {
      expect(table.length).toBe(21);
      expect(openCircuitV(table, -0.1)).toBe(table[0]);
      expect(openCircuitV(table, 1.1)).toBe(table[20]);
      expect(openCircuitFraction(table, 2)).toBe(0);
      expect(openCircuitFraction(table, 5)).toBe(1);
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

  it("and its inverse lead back to the same fraction", () => {
    const tables = fc.constantFrom(...Object.values(OPEN_CIRCUIT_V));
    fc.assert(
      fc.property(tables, fc.double({ min: 0, max: 1, noNaN: true }), (table, fraction) => {
        expect(openCircuitFraction(table, openCircuitV(table, fraction))).toBeCloseTo(fraction, 9);
      }),
    );
  });
});
