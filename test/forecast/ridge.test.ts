import { describe, expect, test } from "vitest";
import { momentsOf } from "../../src/domain/forecast/moments.ts";
import { fitRidge } from "../../src/domain/forecast/ridge.ts";
import { random } from "./battery.ts";

const ROWS = 400;

function momentsFor(columns: ((row: number) => number)[], t: (row: number) => number) {
  const make = (of: (row: number) => number) =>
    Float64Array.from({ length: ROWS }, (_, row) => of(row));
  const z = [make(() => 1), ...columns.map(make), make(t)];
  return momentsOf(
    z,
    make(() => 1),
    ROWS,
  );
}

const next = random(3);
const a = Float64Array.from({ length: ROWS }, next);
const b = Float64Array.from({ length: ROWS }, next);
const columnA = (row: number) => a[row] as number;
const columnB = (row: number) => b[row] as number;

describe("ridge regression from moments", () => {
  test("finds the line that the rows lie on", () => {
    const fit = fitRidge(
      momentsFor([columnA, columnB], (row) => 2 + 3 * columnA(row) - columnB(row)),
      1e-9,
    );
    expect(fit?.bias).toBeCloseTo(2, 6);
    expect([...(fit?.weights ?? [])].map((value) => Number(value.toFixed(6)))).toEqual([3, -1]);
  });

  test("is the closed form: (C + λI) β = c of columns divided by sqrt(variance + 0.05²)", () => {
    const lambda = 0.5;
    const fit = fitRidge(
      momentsFor([columnA], (row) => 4 * columnA(row) + columnB(row)),
      lambda,
    );
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / ROWS;
    const t = a.map((value, row) => 4 * value + (b[row] as number));
    const [meanA, meanT] = [mean(a), mean(t)];
    const variance = mean(a.map((value) => (value - meanA) ** 2));
    const covariance = mean(a.map((value, row) => (value - meanA) * ((t[row] as number) - meanT)));
    const scale = variance + 0.0025;
    const weight = covariance / scale / (variance / scale + lambda);
    expect(fit?.weights[0]).toBeCloseTo(weight, 10);
    expect(fit?.bias).toBeCloseTo(meanT - weight * meanA, 10);
  });

  test("a constant column, and one that others make up, get finite weights, and the fit stays right", () => {
    const fit = fitRidge(
      momentsFor([columnA, () => 7, (row) => 2 * columnA(row)], (row) => 1 + 5 * columnA(row)),
      1e-3,
    );
    expect(fit?.weights.every(Number.isFinite)).toBe(true);
    const value = (row: number) =>
      (fit?.bias ?? Number.NaN) +
      (fit?.weights[0] as number) * columnA(row) +
      (fit?.weights[1] as number) * 7 +
      (fit?.weights[2] as number) * 2 * columnA(row);
    for (const row of [0, 100, 399]) expect(value(row)).toBeCloseTo(1 + 5 * columnA(row), 1);
  });

  test("uses only the columns that are asked for", () => {
    const moments = momentsFor([columnA, columnB], (row) => columnA(row) + columnB(row));
    const alone = fitRidge(
      momentsFor([columnB], (row) => columnA(row) + columnB(row)),
      1e-3,
    );
    const chosen = fitRidge(moments, 1e-3, [1]);
    expect(chosen?.weights).toHaveLength(1);
    expect(chosen?.weights[0]).toBeCloseTo(alone?.weights[0] as number, 12);
  });

  test("refuses what has no rows, and what is not finite", () => {
    expect(
      fitRidge(
        momentsFor([columnA], () => Number.NaN),
        1e-3,
      ),
    ).toBeUndefined();
    const z = [1, 2, 3].map(() => new Float64Array(0));
    expect(fitRidge(momentsOf(z, new Float64Array(0), 0), 1e-3)).toBeUndefined();
  });
});
