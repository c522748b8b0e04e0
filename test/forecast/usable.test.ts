import { describe, expect, test } from "vitest";
import { isUsable } from "../../src/domain/forecast/usable.ts";
import { batteryDay, sourceDayOf } from "./battery.ts";

const FROM = 360;

describe("a day that may be learnt from", () => {
  test("is one that is complete", () => {
    expect(isUsable(sourceDayOf(batteryDay(1)))).toBe(true);
  });

  test("may lack a fifth of its steps, and no more", () => {
    // A gap's first minute still counts as there.
    const lacking = (steps: number) => {
      const series = batteryDay(1);
      series.voltage.fill(Number.NaN, FROM + 1000, FROM + 1000 + steps + 6);
      return isUsable(sourceDayOf(series));
    };
    expect(lacking(1728)).toBe(true);
    expect(lacking(1729)).toBe(false);
  });

  test("does not hold voltage and current still under a load", () => {
    const held = (from: number, steps: number, current: number) => {
      const series = batteryDay(1);
      series.voltage.fill(3700, from, from + steps);
      series.current.fill(current, from, from + steps);
      return isUsable(sourceDayOf(series));
    };
    expect(held(FROM + 3700, 490, 3)).toBe(true);
    expect(held(FROM + 3700, 493, 3)).toBe(false);
    expect(held(FROM + 100, 2000, 0)).toBe(true); // at rest nothing moves
  });
});
