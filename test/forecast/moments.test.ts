import { Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { readState, stateBytes } from "../../src/domain/forecast/kept-state.ts";
import { learnDay } from "../../src/domain/forecast/learn.ts";
import {
  addMoments,
  emptyMoments,
  type Moments,
  momentsOf,
} from "../../src/domain/forecast/moments.ts";
import { fitRidge } from "../../src/domain/forecast/ridge.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { batteryDay, random, sourceDayOf } from "./battery.ts";

const COLUMNS = 4;

/** Columns 1, x, t of rows whose t is known from x. */
function rowsOf(seed: number, count: number) {
  const next = random(seed);
  const x = Array.from({ length: COLUMNS }, () => Float64Array.from({ length: count }, next));
  const t = Float64Array.from({ length: count }, (_, row) =>
    x.reduce((sum, column, j) => sum + (j + 1) * (column[row] as number), 0.5),
  );
  return [new Float64Array(count).fill(1), ...x, t];
}

const momentsOfRows = (z: Float64Array[], weight = (_row: number) => 1): Moments => {
  const rows = z[0]?.length ?? 0;
  const weights = Float64Array.from({ length: rows }, (_, row) => weight(row));
  return momentsOf(z, weights, rows);
};

const joined = (a: Float64Array[], b: Float64Array[]) =>
  a.map((column, j) => Float64Array.of(...column, ...(b[j] as Float64Array)));

function expectEqual(a: Moments, b: Moments): void {
  expect(a.rows).toBe(b.rows);
  const [left, right] = [a.sums.to1DArray(), b.sums.to1DArray()];
  left.forEach((value, i) => {
    const other = right[i] as number;
    expect(Math.abs(value - other)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(other)));
  });
}

describe("accumulated normal equations", () => {
  const [a, b] = [rowsOf(1, 300), rowsOf(2, 500)];
  const weight = (row: number) => 1 / (1 + row);

  test("those of two days added are those of all their rows", () => {
    const sum = emptyMoments(COLUMNS);
    addMoments(sum, momentsOfRows(a));
    addMoments(sum, momentsOfRows(b));
    expectEqual(sum, momentsOfRows(joined(a, b)));
  });

  test("those of a day are dropped again", () => {
    const sum = momentsOfRows(joined(a, b));
    addMoments(sum, momentsOfRows(b), { factor: -1 });
    expectEqual(sum, momentsOfRows(a));
  });

  test("what was there fades by what is to be kept of it", () => {
    const sum = momentsOfRows(a);
    addMoments(sum, momentsOfRows(b), { keep: 0.5 });
    const expected = momentsOfRows(b);
    addMoments(expected, momentsOfRows(a), { factor: 0.5 });
    expectEqual(sum, expected);
  });

  test("a row of weight 3 counts as three rows", () => {
    const weighted = momentsOfRows(a, (row) => (row === 7 ? 3 : 1));
    const row = a.map((column) => column.subarray(7, 8));
    const repeated = momentsOfRows(joined(joined(a, row), row));
    expectEqual({ ...weighted, rows: repeated.rows }, repeated);
  });

  test("are Z'WZ", () => {
    const rows = new Matrix(a);
    const weighted = rows
      .clone()
      .mulRowVector(Array.from({ length: 300 }, (_, row) => weight(row)));
    expectEqual(momentsOfRows(a, weight), { rows: 300, sums: weighted.mmul(rows.transpose()) });
  });

  test("only the first rows count, whatever comes after them", () => {
    const few = momentsOf(a, new Float64Array(300).fill(1), 100);
    expectEqual(few, momentsOfRows(a.map((column) => column.slice(0, 100))));
  });

  test("a fit of sums is the fit of the rows", () => {
    const sum = momentsOfRows(a, weight);
    addMoments(sum, momentsOfRows(b, weight));
    const rows = joined(a, b);
    const fit = fitRidge(sum, 1e-9);
    const expected = fitRidge(
      momentsOfRows(rows, (row) => weight(row < 300 ? row : row - 300)),
      1e-9,
    );
    expect(fit?.bias).toBeCloseTo(expected?.bias ?? Number.NaN, 9);
    fit?.weights.forEach((value, j) => {
      expect(value).toBeCloseTo(expected?.weights[j] as number, 9);
    });
  });
});

test("a state that was kept and read goes on as one that never was, to 1e-9", () => {
  const days = [1, 2, 3].map((seed) => [sourceDayOf(batteryDay(seed))]);
  const whole = emptyState("max_cell_voltage");
  let kept = emptyState("max_cell_voltage");
  for (const day of days) {
    learnDay(whole, day);
    learnDay(kept, day);
    kept = readState(stateBytes(kept));
  }
  expect(kept.days).toBe(3);
  whole.horizons.forEach(({ moments, climatology, changes, offsets, residuals, widening }, h) => {
    const other = kept.horizons[h] as (typeof kept.horizons)[number];
    moments.forEach((one, regime) => {
      expectEqual(one, other.moments[regime] as Moments);
    });
    expect(other.climatology).toEqual(climatology);
    expect(other.changes).toEqual(changes);
    expect(other.offsets).toEqual(offsets);
    expect(other.residuals).toEqual(residuals);
    expect(other.widening).toBe(widening);
  });
  expectEqual(whole.linear, kept.linear);
});
