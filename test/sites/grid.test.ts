import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gridOrigin, stepAt, stepsIn } from "../../src/time/grid.ts";
import { parseMoment } from "../../src/time/instant.ts";

const SEOUL = "Asia/Seoul";
const SECOND = 1_000_000;
const at = (text: string) => parseMoment(text, SEOUL) ?? Number.NaN;

describe("the grid of windows", () => {
  it("begins on a Monday at midnight of the site's zone", () => {
    expect(gridOrigin(SEOUL)).toBe(Date.UTC(2000, 0, 2, 15) * 1000);
    expect(gridOrigin("UTC")).toBe(Date.UTC(2000, 0, 3) * 1000);
  });

  it.each([
    ["2026-01-05T00:00", "2026-01-06T00:00", 10, "2026-01-05T00:00", 8640],
    ["2026-01-05T00:00:05", "2026-01-05T00:00:21", 10, "2026-01-05T00:00:10", 2],
    ["2026-01-05T00:00:00.000001", "2026-01-05T00:00:10", 10, "2026-01-05T00:00:10", 0],
    ["2026-01-05T12:00", "2026-01-08T12:00", 86_400, "2026-01-06T00:00", 3],
    // From 2000-01-03 to 2026-01-05 are 9,499 days, 32,568 times seven hours.
    ["2026-01-05T01:00", "2026-01-05T14:00:01", 25_200, "2026-01-05T07:00", 2],
    ["1999-12-31T00:00", "2000-01-01T00:00", 3600, "1999-12-31T00:00", 24],
    ["2026-01-06", "2026-01-05", 10, "2026-01-06", 0],
  ])(
    "from %s to %s in steps of %d s begins at %s with %d windows",
    (start, end, step, first, count) => {
      const range = { start: at(start), end: at(end) };
      expect(stepsIn(range, step * SECOND, SEOUL)).toEqual({
        first: at(first),
        step: step * SECOND,
        count,
      });
    },
  );

  it("has the windows of two ranges side by side in that of both, each once", () => {
    const moment = fc.integer({ min: at("1995-01-01"), max: at("2030-01-01") });
    const seconds = fc.integer({ min: 1, max: 86_400 });
    fc.assert(
      fc.property(fc.tuple(moment, moment, moment), seconds, (moments, step) => {
        const [a = 0, b = 0, c = 0] = moments.toSorted((x, y) => x - y);
        const of = (start: number, end: number) => stepsIn({ start, end }, step * SECOND, SEOUL);
        const [left, right, both] = [of(a, b), of(b, c), of(a, c)];
        expect(left.count + right.count).toBe(both.count);
        if (right.count > 0) expect(stepAt(both, left.count)).toBe(right.first);
      }),
    );
  });
});
