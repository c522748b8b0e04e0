import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Level, type Limit, levelOf, nextLevel } from "../../src/domain/events/level.ts";
import { findRule, limitOf } from "../../src/domain/events/rules.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";

const limitOfCode = (code: number): Limit => {
  const rule = findRule(code);
  const limit = rule && limitOf(rule, PROFILES["33J"]);
  if (!limit) throw new Error(`code ${code} has no limit`);
  return limit;
};

const walk = (limit: Limit, values: readonly (number | null)[], from: Level = 0): Level[] => {
  let level = from;
  return values.map((value) => {
    level = nextLevel(limit, level, value);
    return level;
  });
};

describe("the level of a value", () => {
  // Limits of site 1. [S: oe:Data_ingestion/operation1/4_protectionmap/protectionmap.py]
  it.each([
    [6, [4.05, 4.051, 4.1, 4.101]],
    [5, [3.2, 3.199, 3, 2.999]],
    [4, [0.3, 0.301, 0.5, 0.51]],
    [3, [50, 50.1, 55, 55.1]],
    [2, [0, -0.1, -10, -10.1]],
    [1, [20, 20.1, 25, 25.1]],
  ])("of code %d is 0, 1, 1, 2 at %j", (code, values) => {
    expect(values.map((value) => levelOf(limitOfCode(code), value))).toEqual([0, 1, 1, 2]);
  });

  it.each([7, 8])("of code %d has no warning", (code) => {
    const levels = [100.1, 119.9, 120, 120.1].map((value) => levelOf(limitOfCode(code), value));
    expect(levels).toEqual([0, 0, 0, 2]);
  });
});

describe("the level with hysteresis", () => {
  it("rises at once and falls only to 0, at the release", () => {
    const values = [3.99, 4.04, 4.051, 4.06, 4.101, 4.09, 4.06, 4.05, 4.02, 4.001, 4, 3.99];
    const over = limitOfCode(6);
    expect(values.map((value) => levelOf(over, value))).toEqual([
      0, 0, 1, 1, 2, 1, 1, 0, 0, 0, 0, 0,
    ]);
    expect(walk(over, values)).toEqual([0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 0, 0]);
  });

  it("does so below an under-limit as well", () => {
    expect(walk(limitOfCode(5), [3.4, 3.19, 3.25, 2.99, 3.1, 3.29, 3.3])).toEqual([
      0, 1, 1, 2, 2, 2, 0,
    ]);
  });

  it("stays where it is when nothing was read", () => {
    expect(walk(limitOfCode(6), [null], 2)).toEqual([2]);
    expect(walk(limitOfCode(6), [4.2, null, null, 3.9])).toEqual([2, 2, 2, 0]);
  });

  it("is never below that of the value, falls to 0 or not at all, and is the mirror's", () => {
    const over = limitOfCode(3);
    const under: Limit = {
      side: "under",
      warning: -(over.warning ?? 0),
      protection: -over.protection,
      release: -over.release,
    };
    const temperatures = fc.array(fc.integer({ min: 30, max: 60 }), { maxLength: 50 });
    fc.assert(
      fc.property(temperatures, (values) => {
        const levels = walk(over, values);
        levels.forEach((level, index) => {
          expect(level).toBeGreaterThanOrEqual(levelOf(over, values[index] ?? 0));
          const before = levels[index - 1] ?? 0;
          if (level < before) expect(level).toBe(0);
        });
        expect(
          walk(
            under,
            values.map((value) => -value),
          ),
        ).toEqual(levels);
      }),
    );
  });
});
