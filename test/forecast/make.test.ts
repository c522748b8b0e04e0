import { describe, expect, test } from "vitest";
import { modelOf } from "../../src/domain/forecast/night.ts";
import { BINS, binOf } from "../../src/domain/forecast/residuals.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { STRATA } from "../../src/domain/forecast/strata.ts";

/* Intervals of errors that are set by hand: forecast − what came, in units of 10 mV. */

const TEN = 2;
function intervals(errors: readonly [cell: number, error: number, count: number][], widening = 1) {
  const state = emptyState("max_cell_voltage");
  const horizon = state.horizons[TEN];
  if (!horizon) throw new Error("no horizon");
  for (const [cell, error, count] of errors) horizon.residuals[cell * BINS + binOf(error)] = count;
  horizon.widening = widening;
  const made = modelOf(state, "bank").horizons[TEN]?.intervals;
  return (cell: number) => [made?.low[cell], made?.high[cell]] as [number, number];
}
/** Within the width of a bin. */
const near = (value: number | undefined, expected: number) =>
  expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThan(0.13 * Math.abs(expected));

describe("intervals", () => {
  test("reach down as far as forecasts were too high, and up as far as they were too low", () => {
    // One in ten far too high, one in ten a little too low.
    const [low, high] = intervals([
      [0, 4, 100],
      [0, 0.01, 800],
      [0, -0.5, 100],
    ])(0);
    near(low, -40);
    near(high, 5);
  });

  test("are widened to both sides", () => {
    const [low, high] = intervals(
      [
        [0, 4, 100],
        [0, 0.01, 800],
        [0, -0.5, 100],
      ],
      2,
    )(0);
    near(low, -80);
    near(high, 10);
  });

  test("always hold the forecast itself", () => {
    expect(intervals([[0, 4, 1000]])(0)[1]).toBe(0);
    expect(intervals([[0, -4, 1000]])(0)[0]).toBe(0);
  });

  test("of a cell with fewer than 500 errors are those of its regime, and then of all", () => {
    const of = intervals([
      [0, 4, 499],
      [1, -4, 5000],
      [STRATA, 1, 499],
    ]);
    near(of(0)[1], 40); // of the regime: nearly all were too low
    near(of(STRATA)[1], 40); // of all: its regime has 499
    expect(intervals([[0, 4, 499]])(0)).toEqual([Number.NaN, Number.NaN]);
    near(intervals([[0, 4, 500]])(0)[0], -40);
  });
});

test("a regime with fewer than 200 rows is not learnt", () => {
  const state = emptyState("max_cell_temperature");
  const moments = state.horizons[TEN]?.moments[0];
  if (!moments) throw new Error("no moments");
  moments.sums.set(0, 0, 1);
  moments.rows = 199;
  expect(modelOf(state, "bank").horizons[TEN]?.regimes[0]).toBeUndefined();
  moments.rows = 200;
  expect(modelOf(state, "bank").horizons[TEN]?.regimes[0]).toBeDefined();
});
