import { describe, expect, test } from "vitest";
import {
  addSums,
  cellAt,
  climatologyOf,
  daySums,
  emptySums,
} from "../../src/domain/forecast/climatology.ts";
import { prepare } from "../../src/domain/forecast/series.ts";
import { batteryDay } from "./battery.ts";

const series = batteryDay(1);
const inputs = prepare(series);
const AHEAD = 60;
/** 16:00 to 16:04 of the day: at rest, five minutes before the discharge. */
const origins = Array.from({ length: 30 }, (_, j) => 360 + 16 * 360 + j);

describe("what usually follows", () => {
  test("is the mean change at the same time, in the same regime, shrunk by a day", () => {
    const sums = daySums(5, [{ inputs, origins }], AHEAD);
    const { target, current } = climatologyOf(sums);
    const cell = cellAt(5, 0, 960);
    const mean = (values: Float64Array) =>
      origins.reduce((sum, k) => sum + (values[k + AHEAD] as number) - (values[k] as number), 0) /
      30;
    expect(sums.days[cell]).toBe(1);
    expect(target[cell]).toBeCloseTo(mean(series.target) / 2, 9);
    expect(current[cell]).toBeCloseTo(mean(series.current) / 2, 9);
    expect(current[cell]).toBeLessThan(-0.8); // it knows that the discharge is to begin
    expect(current[cellAt(5, 1, 960)]).toBe(0); // of no charge at that time anything is known
  });

  test("sources of a day share it", () => {
    const other = { inputs: prepare(batteryDay(2)), origins };
    const alone = [{ inputs, origins }, other].map((source) => daySums(5, [source], AHEAD));
    const both = daySums(5, [{ inputs, origins }, other], AHEAD);
    const cell = cellAt(5, 0, 962);
    expect(both.days[cell]).toBe(1);
    expect(both.target[cell]).toBeCloseTo(
      ((alone[0]?.target[cell] as number) + (alone[1]?.target[cell] as number)) / 2,
      9,
    );
    const some = daySums(
      5,
      [
        { inputs, origins },
        { ...other, origins: [] },
      ],
      AHEAD,
    );
    expect(some.days[cell]).toBe(0.5);
  });

  test("days are added, fade, and are dropped again", () => {
    const [one, two] = [
      daySums(1, [{ inputs, origins }], AHEAD),
      daySums(1, [{ inputs: prepare(batteryDay(2)), origins }], AHEAD),
    ];
    const sums = emptySums(1);
    addSums(sums, one);
    addSums(sums, two);
    addSums(sums, two, { factor: -1 });
    const cell = cellAt(1, 0, 960);
    expect(sums.days[cell]).toBe(1);
    expect(sums.target[cell]).toBeCloseTo(one.target[cell] as number, 9);
    addSums(sums, emptySums(1), { keep: 0.9 });
    expect(sums.days[cell]).toBe(0.9);
  });
});
