import { expect, test } from "vitest";
import { addScores, count, emptyScore, recordOf } from "../../src/domain/forecast/score.ts";

const NO = Number.NaN;

test("a track record is made of errors, of persistence's, and of what the intervals held", () => {
  const score = emptyScore();
  count(score, { value: 12, low: 9, high: 13, now: 8, came: 10 }); // error 2, inside
  count(score, { value: 9, low: 8, high: 9.5, now: 8, came: 10 }); // error −1, outside
  count(score, { value: 10, low: NO, high: NO, now: 11, came: 10 }); // no interval
  expect(recordOf(score)).toEqual({
    count: 3,
    mae: 1,
    rmse: Math.sqrt(5 / 3),
    bias: 1 / 3,
    persistence_mae: 5 / 3,
    skill: 1 - 3 / 5,
    coverage: 0.5,
    width: (4 + 1.5) / 2,
  });
});

test("scores of several days add up, and units are divided by", () => {
  const day = emptyScore();
  count(day, { value: 1001, low: 999, high: 1003, now: 1000, came: 1003 });
  const both = addScores([day, day]);
  expect(both.count).toBe(2);
  expect(recordOf(both, 1000)).toMatchObject({
    mae: 0.002,
    rmse: 0.002,
    bias: -0.002,
    width: 0.004,
  });
  expect(day.count).toBe(1);
});

test("of nothing nothing is known", () => {
  const { count: n, ...figures } = recordOf(emptyScore());
  expect(n).toBe(0);
  expect(Object.values(figures).every((value) => value === null)).toBe(true);
});
