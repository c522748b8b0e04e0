import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plausible, type Quality } from "../../src/domain/indicators/plausible.ts";

const EDGES: [Quality, number, number, number][] = [
  ["cellVoltageV", 1, 5, 0.001],
  ["cellVoltageGapV", 0, 4, 0.001],
  ["temperatureC", -40, 100, 0.1],
  ["temperatureGapC", 0, 140, 0.1],
  ["rackCurrentA", -400, 400, 0.1],
];

describe("plausible", () => {
  it.each(EDGES)("takes %s from %d to %d and nothing beyond", (quality, least, most, step) => {
    expect(plausible(quality, least)).toBe(least);
    expect(plausible(quality, most)).toBe(most);
    expect(plausible(quality, least - step)).toBeNull();
    expect(plausible(quality, most + step)).toBeNull();
  });

  it("takes a percentage up to half a point outside for the nearer end", () => {
    expect([-0.6, -0.5, 0, 50, 100, 100.5, 100.6].map((x) => plausible("percent", x))).toEqual([
      null,
      0,
      0,
      50,
      100,
      100,
      null,
    ]);
  });

  it.each([null, undefined, Number.NaN, Infinity, -Infinity])("takes %s for missing", (value) => {
    expect(plausible("percent", value)).toBeNull();
    expect(plausible("rackCurrentA", value)).toBeNull();
  });

  it("gives a number within the range or null, whatever the value", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        const taken = plausible("cellVoltageV", value);
        expect(taken === null || (taken >= 1 && taken <= 5)).toBe(true);
      }),
    );
  });
});
