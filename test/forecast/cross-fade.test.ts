import { expect, test } from "vitest";
import { climatologyOf, emptySums } from "../../src/domain/forecast/climatology.ts";
import { instantColumns, ownColumns, sharedColumns } from "../../src/domain/forecast/columns.ts";
import { crossFade, DIRECT_SECONDS, directPath } from "../../src/domain/forecast/cross-fade.ts";
import type { HorizonModel, Model } from "../../src/domain/forecast/model.ts";
import { HORIZONS } from "../../src/domain/forecast/model.ts";
import { forecast } from "../../src/domain/forecast/predict.ts";
import { prepare } from "../../src/domain/forecast/series.ts";
import { targetOf } from "../../src/domain/forecast/targets.ts";

const level = (value: number, length = 144) => new Float64Array(length).fill(value);
const analogs = { value: level(0), low: level(-8), high: level(8) };
const direct = { value: level(60, 7), low: level(58, 7), high: level(61, 7) };

test("the first hour is the model's, the second one passes over, the rest is the analogs'", () => {
  const { value } = crossFade(analogs, { ...direct, value: Float64Array.of(1, 2, 3, 4, 5, 6, 60) });
  expect([...value.slice(0, 6)]).toEqual([1, 2, 3, 4, 5, 6]);
  // Five sixths of the value that is held, then four.
  [50, 40, 30, 20, 10, 0].forEach((expected, i) => {
    expect(value[6 + i]).toBeCloseTo(expected, 12);
  });
  expect(value.slice(11).every((v) => v === 0)).toBe(true);
});

test("limits pass over as well, and lie around the value", () => {
  const { value, low, high } = crossFade(analogs, direct);
  expect([low?.[0], high?.[0]]).toEqual([58, 61]);
  expect(low?.[8]).toBeCloseTo(58 / 2 - 8 / 2, 12);
  expect([low?.[143], high?.[143]]).toEqual([-8, 8]);
  value.forEach((own, step) => {
    expect((low?.[step] as number) <= own && own <= (high?.[step] as number)).toBe(true);
  });
});

test("limits that the model does not know are as wide as those of the analogs", () => {
  const unknown = level(Number.NaN, 7);
  const { low, high } = crossFade(analogs, { ...direct, low: unknown, high: unknown });
  expect([low?.[0], high?.[0]]).toEqual([52, 68]);
  expect([low?.[143], high?.[143]]).toEqual([-8, 8]);
});

test("without limits of the analogs there are none", () => {
  const { low, high } = crossFade({ ...analogs, low: undefined, high: undefined }, direct);
  expect([low, high]).toEqual([undefined, undefined]);
});

/** A model that adds a tenth of a mV for each second ahead, whatever there is. */
function slope(isServed: boolean): Model {
  const target = targetOf("max_cell_voltage");
  const zeros = (length: number, bias: number) => ({ bias, weights: new Float64Array(length) });
  const full = sharedColumns(target).length + ownColumns(target).length;
  const horizons = HORIZONS.map((seconds): HorizonModel => {
    const bias = seconds / 10;
    const learnt = {
      linear: zeros(full, bias),
      instant: zeros(instantColumns(target).length, bias),
      least: -1e3,
      most: 1e3,
    };
    return {
      seconds,
      isServed,
      climatology: climatologyOf(emptySums(1)),
      regimes: [learnt, learnt, learnt],
      offsets: new Map(),
      intervals: { low: level(-1, 18), high: level(2, 18) },
    };
  });
  return { target: "max_cell_voltage", component: "rack", horizons, linear: undefined };
}

test("the path of a model is that of the middles of ten minutes, and of the end of the hour", () => {
  const count = 361;
  const inputs = prepare({
    minutes: new Uint16Array(count),
    voltage: level(3600, count),
    current: level(0, count),
    soc: level(50, count),
    target: level(3610, count),
  });
  const made = (isServed: boolean) =>
    directPath(forecast(slope(isServed), inputs, [count - 1], DIRECT_SECONDS, "1-1"), 0);
  [3640, 3700, 3760, 3820, 3880, 3940, 3970].forEach((expected, i) => {
    expect(made(true)?.value[i]).toBeCloseTo(expected, 9);
    expect(made(true)?.low[i]).toBeCloseTo(expected - 1, 9);
  });
  expect(made(false)).toBeUndefined();
});
