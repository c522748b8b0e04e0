import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { extremes, type Line, nearest, usualStep, withGaps } from "../../../web/chart/series";

const line = (values: (number | null)[], more: Partial<Line> = {}): Line => ({
  label: "SoC",
  color: 1,
  values,
  ...more,
});

describe("gaps", () => {
  test("a line breaks where nothing was measured for more than three usual steps", () => {
    const times = [0, 10, 20, 60, 70];
    const broken = withGaps({ times, lines: [line([1, 2, 3, 4, 5])] });
    expect(broken.times).toEqual([0, 10, 20, 30, 60, 70]);
    expect(broken.lines[0]?.values).toEqual([1, 2, 3, null, 4, 5]);
  });

  test("the area of a line breaks with it", () => {
    const broken = withGaps({
      times: [0, 1, 2, 9],
      lines: [line([5, 5, 5, 5], { low: [4, 4, 4, 4], high: [6, 6, 6, 6] })],
    });
    expect(broken.lines[0]?.low).toEqual([4, 4, 4, null, 4]);
    expect(broken.lines[0]?.high).toEqual([6, 6, 6, null, 6]);
  });

  test("three steps are no gap yet", () => {
    const series = { times: [0, 10, 20, 50], lines: [line([1, 2, 3, 4])] };
    expect(withGaps(series)).toEqual(series);
  });

  test("no value is lost, and times ascend", () => {
    const steps = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(steps, (widths) => {
        let now = 0;
        const times = widths.map((width) => (now += width));
        const values = times.map((time) => time * 2);
        const { times: after, lines } = withGaps({ times, lines: [line(values)] });
        expect(lines[0]?.values.filter((value) => value !== null)).toEqual(values);
        expect(after).toEqual([...after].sort((a, b) => a - b));
        expect(new Set(after).size).toBe(after.length);
      }),
    );
  });
});

test("the usual step is the median, endless for fewer than two times", () => {
  expect(usualStep([0, 1, 2, 100])).toBe(1);
  expect(usualStep([5])).toBe(Number.POSITIVE_INFINITY);
});

describe("the nearest time", () => {
  test("is that of least distance, whatever is asked", () => {
    const sorted = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1 });
    fc.assert(
      fc.property(sorted, fc.integer({ min: -50, max: 1050 }), (all, moment) => {
        const times = all.sort((a, b) => a - b);
        const found = times[nearest(times, moment) ?? -1] ?? Number.NaN;
        const least = Math.min(...times.map((time) => Math.abs(time - moment)));
        expect(Math.abs(found - moment)).toBe(least);
      }),
    );
  });

  test("is none where there are no times", () => {
    expect(nearest([], 5)).toBeUndefined();
  });
});

describe("extremes", () => {
  const series = { times: [0, 10, 20, 30], lines: [] };

  test("are those of the range alone, the area counted in", () => {
    const one = line([1, 5, null, 9], { low: [0, 4, null, 8], high: [2, 7, null, 10] });
    expect(extremes(series, one, [5, 25])).toEqual({ least: 4, most: 7, last: 5 });
    expect(extremes(series, one, [0, 30])).toEqual({ least: 0, most: 10, last: 9 });
  });

  test("are none where there is no value", () => {
    expect(extremes(series, line([null, null, 3, 4]), [0, 15])).toBeUndefined();
  });
});
