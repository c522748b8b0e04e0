import fc from "fast-check";
import { expect, test } from "vitest";
import { decimal } from "../../src/domain/forecast/item-text.ts";

test.each([
  [0, "0"],
  [-0, "0"],
  [3.571, "3.571"],
  [3.5706484, "3.570648"],
  [-12.5, "-12.5"],
  [1e-6, "0.000001"],
  [-4e-7, "0"],
  [960, "960"],
  [10.01, "10.01"],
])("%d is written %s", (value, text) => {
  expect(decimal(value)).toBe(text);
});

test("any number is written as JavaScript writes what it is rounded to", () => {
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (value) => {
      const rounded = (Math.sign(value) * Math.round(Math.abs(value) * 1e6)) / 1e6;
      expect(decimal(value)).toBe(String(rounded === 0 ? 0 : rounded));
    }),
    { numRuns: 2000 },
  );
});
