import { describe, expect, test } from "vitest";
import { climatologyOf, emptySums } from "../../src/domain/forecast/climatology.ts";
import { instantColumns, ownColumns, sharedColumns } from "../../src/domain/forecast/columns.ts";
import { HORIZONS, type HorizonModel, type Model } from "../../src/domain/forecast/model.ts";
import { forecast } from "../../src/domain/forecast/predict.ts";
import { prepare, type Series } from "../../src/domain/forecast/series.ts";
import { type TargetName, targetOf } from "../../src/domain/forecast/targets.ts";

/** Models that say the same of every origin: bias alone, 10 for each minute ahead with history and 1 without. */
function biasModel(name: TargetName, change: Partial<HorizonModel> = {}): Model {
  const target = targetOf(name);
  const columns = sharedColumns(target).length + ownColumns(target).length;
  const horizons = HORIZONS.map(
    (seconds): HorizonModel => ({
      seconds,
      isServed: true,
      climatology: climatologyOf(emptySums(5)),
      regimes: [0, 1, 2].map(() => ({
        linear: { bias: seconds / 6, weights: new Float64Array(columns) },
        instant: { bias: seconds / 60, weights: new Float64Array(instantColumns(target).length) },
        least: -1000,
        most: 1000,
      })),
      offsets: new Map(),
      intervals: { low: new Float64Array(18).fill(-2), high: new Float64Array(18).fill(3) },
      ...change,
    }),
  );
  return { target: name, component: "rack", horizons, linear: undefined };
}

const COUNT = 700;
const series: Series = {
  minutes: new Uint16Array(COUNT),
  voltage: new Float64Array(COUNT).fill(3700),
  current: new Float64Array(COUNT),
  soc: new Float64Array(COUNT).fill(50),
  target: new Float64Array(COUNT).fill(20),
};
const inputs = prepare(series);
const at = (model: Model, seconds: number, k = 600) => {
  const [made] = forecast(model, inputs, [k], [seconds], "1-1");
  return {
    value: made?.value[0],
    low: made?.low[0],
    high: made?.high[0],
    reason: made?.reasons[0],
    instant: made?.instant[0],
  };
};
const V = "max_cell_voltage";

describe("a forecast", () => {
  test("is the value now and the change that is predicted, with what the intervals add", () => {
    expect(at(biasModel(V), 600)).toEqual({
      value: 120,
      low: 118,
      high: 123,
      reason: undefined,
      instant: 0,
    });
  });

  test("lies on a line between two horizons, and from now to the first", () => {
    expect(at(biasModel(V), 450)).toMatchObject({ value: 95, low: 93, high: 98 });
    expect(at(biasModel(V), 30)).toMatchObject({ value: 25, low: 24, high: 26.5 });
  });

  test("goes on from the last horizon that is served", () => {
    const model = biasModel(V);
    const horizons = model.horizons.map((node) => ({
      ...node,
      isServed: node.seconds !== 300,
      regimes: node.seconds === 300 ? [undefined, undefined, undefined] : node.regimes,
    }));
    // A straight line from 60 s (10) to 600 s (100).
    expect(at({ ...model, horizons }, 330).value).toBeCloseTo(20 + 55, 9);
    expect(at({ ...model, horizons }, 300).reason).toBe("not_better_than_persistence");
  });

  test("changes by no more than was ever seen, and then by the offset of its source", () => {
    const regimes =
      biasModel(V).horizons[2]?.regimes.map((one) => one && { ...one, least: -5, most: 40 }) ?? [];
    const offsets = new Map([["1-1", [7, 0, 0]]]);
    expect(at(biasModel(V, { regimes, offsets }), 600).value).toBe(20 + 40 + 7);
    const down = regimes.map((one) => one && { ...one, linear: { ...one.linear, bias: -99 } });
    expect(at(biasModel(V, { regimes: down }), 600).value).toBe(20 - 5);
  });

  test("without history is made by the weights that need none", () => {
    expect(at(biasModel(V), 600, 30)).toMatchObject({ value: 30, instant: 1 });
  });

  test("of a gap is never less than none", () => {
    const regimes =
      biasModel("cell_voltage_gap").horizons[2]?.regimes.map(
        (one) => one && { ...one, linear: { ...one.linear, bias: -21 } },
      ) ?? [];
    expect(at(biasModel("cell_voltage_gap", { regimes }), 600)).toMatchObject({
      value: 0,
      low: 0,
      high: 2,
    });
    expect(
      at(
        biasModel(V, {
          regimes:
            biasModel(V).horizons[2]?.regimes.map(
              (one) => one && { ...one, linear: { ...one.linear, bias: -21 } },
            ) ?? [],
        }),
        600,
      ).value,
    ).toBe(-1);
  });
});
