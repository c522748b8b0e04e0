import { describe, expect, test } from "vitest";
import { recipeCurrent } from "../../src/domain/forecast/current.ts";
import { regimeOf } from "../../src/domain/forecast/regime.ts";
import { prepare } from "../../src/domain/forecast/series.ts";
import { STRATA, stratumOf } from "../../src/domain/forecast/strata.ts";
import { OPEN_CIRCUIT_V, openCircuitFraction } from "../../src/domain/indicators/ocv.ts";

/** A of a bank of nine racks of 212.4 Ah, which the recipe's limits are of. */
const ampere = (current: number) => current / 95.58;

test("a current of the recipe is a C-rate, to the last bit that of its bank", () => {
  expect([3, 5, 10, 25, 50, 60, 150].map(recipeCurrent)).toEqual(
    [3, 5, 10, 25, 50, 60, 150].map(ampere),
  );
});

test("the knee of a discharge lies at the lower end of the curve of each type of cell", () => {
  const percents = (["33J", "41J"] as const).map(
    (type) => 100 * openCircuitFraction(OPEN_CIRCUIT_V[type], 3.42),
  );
  expect(percents.map(Math.round)).toEqual([5, 10]);
});

test("a bank rests up to 5 A, and charges or discharges beyond", () => {
  expect([5, -5, 0, 5.01, -5.01, 300].map((a) => regimeOf(ampere(a)))).toEqual([0, 0, 0, 1, 2, 1]);
});

describe("the stratum of an origin", () => {
  /** Ten minutes of a current that swings by `deviation` A around `mean`, after an hour that swings wildly. */
  const stratum = (deviation: number, mean = 100, voltage = 3700) => {
    const count = 420;
    const inputs = prepare({
      minutes: new Uint16Array(count),
      voltage: new Float64Array(count).fill(voltage),
      current: Float64Array.from({ length: count }, (_, k) =>
        ampere(mean + (k % 2 === 0 ? 1 : -1) * (k < 360 ? 200 : deviation)),
      ),
      soc: new Float64Array(count).fill(50),
      target: new Float64Array(count).fill(voltage),
    });
    return stratumOf(inputs, count - 1);
  };

  test("goes by the deviation of the current in the last ten minutes: 3, 10, 25 and 60 A", () => {
    const deviations = [0, 2.9, 3.1, 9.9, 10.1, 24.9, 25.1, 59.9, 60.1, 500];
    expect(deviations.map((deviation) => stratum(deviation, 600))).toEqual([
      0, 0, 1, 1, 2, 2, 3, 3, 4, 4,
    ]);
  });

  test("is one of its own where a discharge is below 3.42 V, and not where anything else is", () => {
    expect(stratum(0, -100, 3419)).toBe(STRATA - 1);
    expect(stratum(0, -100, 3420)).toBe(0);
    expect(stratum(0, 100, 3300)).toBe(0);
    expect(stratum(0, 0, 3300)).toBe(0);
  });
});
