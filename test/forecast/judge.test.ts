import { expect, test } from "vitest";
import { judgeAndNote } from "../../src/domain/forecast/judge.ts";
import { learnDay } from "../../src/domain/forecast/learn.ts";
import { HORIZONS, type Model } from "../../src/domain/forecast/model.ts";
import { modelOf } from "../../src/domain/forecast/night.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { batteryDay, copyOf, sourceDayOf } from "./battery.ts";

const TEN = HORIZONS.indexOf(600);

/** A model that says so much more than it should. */
const raised = (model: Model, by: number): Model => ({
  ...model,
  horizons: model.horizons.map((horizon) => ({
    ...horizon,
    regimes: horizon.regimes.map(
      (one) =>
        one && {
          ...one,
          least: -1e9,
          most: 1e9,
          linear: { ...one.linear, bias: one.linear.bias + by },
        },
    ),
  })),
});

test("errors teach the intervals their side, fade, and widen what covered too little", () => {
  const state = emptyState("max_cell_temperature");
  const day = [sourceDayOf(batteryDay(1))];
  learnDay(state, day);
  const ten = () => state.horizons[TEN] ?? expect.unreachable();
  const counted = () => ten().residuals.reduce((sum, n) => sum + n, 0);
  judgeAndNote(state, raised(modelOf(state, "bank"), 30), day);
  const first = counted();
  expect(first).toBeGreaterThan(1400);
  expect(ten().widening).toBe(1);
  // What came lay thirty below what was said.
  const { low, high } = modelOf(state, "bank").horizons[TEN]?.intervals ?? expect.unreachable();
  expect(Math.max(...low)).toBeLessThan(-20);
  expect([...high].every((limit) => limit === 0)).toBe(true);
  // Now nearly all lies between thirty below and what is said, or nothing does.
  judgeAndNote(state, raised(modelOf(state, "bank"), 15), day);
  expect(counted()).toBeCloseTo(1.97 * first, 6);
  expect(ten().widening).toBeLessThan(1);
  const before = ten().widening;
  const cold = copyOf(batteryDay(1));
  cold.target.forEach((_, k) => {
    cold.target[k] = 25 + 5 * (k % 2);
  });
  judgeAndNote(state, raised(modelOf(state, "bank"), -4000), [sourceDayOf(cold)]);
  expect(ten().widening).toBeGreaterThan(before);
  const wide = modelOf(state, "bank").horizons[TEN]?.intervals.low[0] ?? 0;
  ten().widening *= 2;
  expect(modelOf(state, "bank").horizons[TEN]?.intervals.low[0]).toBeCloseTo(2 * wide, 9);
  for (let n = 0; n < 4; n++) {
    judgeAndNote(state, raised(modelOf(state, "bank"), -4000), [sourceDayOf(cold)]);
  }
  expect(ten().widening).toBeLessThanOrEqual(3);
});
