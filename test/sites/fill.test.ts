import { expect, test } from "vitest";
import { fillGaps } from "../../src/domain/indicators/fill.ts";

const VALUES = [null, 1, null, null, 7, null];
const AT = [0, 10, 20, 30, 40, 50];

test("previous stands from the last value on", () => {
  expect(fillGaps(VALUES, AT, "previous")).toEqual([null, 1, 1, 1, 7, 7]);
});

test("linear lies on the line between two values, by their distance in time, and nowhere else", () => {
  expect(fillGaps(VALUES, AT, "linear")).toEqual([null, 1, 3, 5, 7, null]);
  expect(fillGaps([0, null, 10], [0, 1, 10], "linear")).toEqual([0, 1, 10]);
});

test("null and none leave the gaps", () => {
  expect(fillGaps(VALUES, AT, "null")).toEqual(VALUES);
  expect(fillGaps([], [], "linear")).toEqual([]);
});
