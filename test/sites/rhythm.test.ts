import { expect, test } from "vitest";
import { rhythmOf } from "../../src/time/rhythm.ts";

const SECOND = 1_000_000;
/** Rows every `step` seconds from `from` to before `to`, without those of which `gone` is true. */
const counts = (from: number, to: number, step: number, gone = (_: number) => false) => {
  const times = [];
  for (let at = from; at < to; at += step) if (!gone(at)) times.push(at);
  return {
    rows: times.length,
    minutes: new Set(times.map((at) => Math.floor(at / 60))).size,
    firstAt: (times[0] ?? 0) * SECOND,
    lastAt: (times.at(-1) ?? 0) * SECOND,
  };
};

test.each([1, 2, 5, 10, 30, 60, 300, 21_600])("rows every %d s show it", (step) => {
  const days = [0, 1, 2].map((day) => counts(day * 86_400, (day + 1) * 86_400, step));
  expect(rhythmOf(days)).toBe(step * SECOND);
});

test("twice a second is less than one", () => {
  expect(rhythmOf([counts(0, 600, 0.5)])).toBeCloseTo(0.5 * SECOND, 0);
});

test("hours and days that are missing do not stretch it, nor a few rows of each minute", () => {
  const night = (at: number) => at % 86_400 < 20_000;
  expect(rhythmOf([counts(0, 5 * 86_400, 1, night)])).toBe(SECOND);
  expect(rhythmOf([counts(0, 7200, 1, (at) => at % 17 === 0)])).toBe(SECOND);
  expect(rhythmOf([counts(0, 86_400, 300, (at) => at > 10_000), counts(86_400, 90_000, 300)])).toBe(
    300 * SECOND,
  );
});

test("one row shows none, and so do no rows", () => {
  expect(rhythmOf([counts(0, 1, 1)])).toBeUndefined();
  expect(rhythmOf([])).toBeUndefined();
});
