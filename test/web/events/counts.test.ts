import { expect, test } from "vitest";
import { bucketsOf, counted, topOf, total, widthQuery } from "../../../web/pages/events/counts.ts";

const at = (text: string) => Date.parse(text) / 1000;
const count = (time: string, level: number, level_count: number, operating_site = 1) => ({
  time,
  level,
  level_count,
  operating_site,
});

test("buckets are hours where there is room, and something wider where there is not", () => {
  const [from, to] = [at("2026-11-16T00:00:00+09:00"), at("2026-11-23T00:00:00+09:00")];
  expect(widthQuery(bucketsOf(from, to, "Asia/Seoul", 180))).toBe("1 hour");
  expect(widthQuery(bucketsOf(from, to, "Asia/Seoul", 60))).toBe("3 hours");
});

test("a day has hours, not minutes; an hour has minutes", () => {
  const from = at("2026-11-22T00:00:00+09:00");
  expect(widthQuery(bucketsOf(from, from + 86_400, "Asia/Seoul", 180))).toBe("1 hour");
  expect(widthQuery(bucketsOf(from, from + 3600, "Asia/Seoul", 60))).toBe("1 minute");
});

test("counts of several sites are added, by level, and empty buckets stay", () => {
  const from = at("2026-11-22T10:00:00+09:00");
  const buckets = counted(bucketsOf(from, from + 4 * 3600, "Asia/Seoul", 26), [
    count("2026-11-22T11:00:00+09:00", 1, 2),
    count("2026-11-22T11:00:00+09:00", 1, 3, 2),
    count("2026-11-22T13:00:00+09:00", 2, 1),
  ]);
  expect(buckets.map(({ warning, protection }) => [protection, warning])).toEqual([
    [0, 0],
    [0, 5],
    [0, 0],
    [1, 0],
  ]);
  expect(total(buckets)).toEqual({ warning: 5, protection: 1 });
});

test("the bucket that the range begins in the midst of counts as the first", () => {
  const from = at("2026-11-22T10:30:00+09:00");
  const of = bucketsOf(from, from + 3 * 3600, "Asia/Seoul", 26);
  const buckets = counted(of, [count("2026-11-22T10:00:00+09:00", 1, 4)]);
  expect(buckets[0]).toMatchObject({ from: at("2026-11-22T10:00:00+09:00"), warning: 4 });
});

test("the axis ends at a round number that every bar fits below", () => {
  const bars = (...most: number[]) =>
    most.map((warning) => ({ from: 0, to: 1, warning, protection: 0 }));
  expect([
    topOf(bars()),
    topOf(bars(1, 3)),
    topOf(bars(7)),
    topOf(bars(23)),
    topOf(bars(400)),
  ]).toEqual([1, 4, 10, 40, 400]);
});
