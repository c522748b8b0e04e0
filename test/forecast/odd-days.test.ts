import { describe, expect, test } from "vitest";
import { UnreadableError } from "../../src/domain/forecast/bytes.ts";
import { modelBytes, readModel } from "../../src/domain/forecast/kept-model.ts";
import { readState, stateBytes } from "../../src/domain/forecast/kept-state.ts";
import { learnDay } from "../../src/domain/forecast/learn.ts";
import { HORIZONS, type Model } from "../../src/domain/forecast/model.ts";
import { type Before, modelOf, night } from "../../src/domain/forecast/night.ts";
import { forecast } from "../../src/domain/forecast/predict.ts";
import { prepare, type Series } from "../../src/domain/forecast/series.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { isUsable } from "../../src/domain/forecast/usable.ts";
import { batteryDay, copyOf, STEPS, sourceDayOf } from "./battery.ts";

/* Days that are not as days should be, night after night. */

const TARGET = "max_cell_temperature";
const FROM = 360;

function nights(days: readonly Series[]) {
  let before: Before = {
    state: emptyState(TARGET),
    newest: undefined,
    live: undefined,
    hasLive: false,
    served: [],
    track: [],
  };
  return days.map((series, n) => {
    const after = night(before, "bank", `2026-01-0${n + 1}`, [sourceDayOf(series)]);
    before = {
      ...before,
      newest: after.model,
      hasLive: before.hasLive || after.goesLive,
      served: after.served,
      track: after.track,
    };
    return after;
  });
}

const open = (model: Model): Model => ({
  ...model,
  horizons: model.horizons.map((horizon) => ({ ...horizon, isServed: true })),
});

test("a battery that never leaves rest teaches rest alone: elsewhere the regime is unknown", () => {
  const resting = (seed: number) => {
    const series = copyOf(batteryDay(seed));
    series.current.fill(0);
    series.target.forEach((_, k) => {
      series.target[k] = 25 + 4 * Math.sin(((k - FROM) / STEPS) * 2 * Math.PI);
    });
    return series;
  };
  const after = nights([1, 2, 3].map(resting)).at(-1);
  expect(after?.goesLive).toBe(true);
  const model = open(after?.model ?? modelOf(emptyState(TARGET), "bank"));
  for (const horizon of model.horizons) {
    expect(horizon.regimes.map((regime) => regime !== undefined)).toEqual([true, false, false]);
  }
  // The next day begins to charge.
  const next = resting(4);
  next.current.fill(3, FROM + 4000);
  const origins = [FROM + 3999, FROM + 4000];
  for (const { value, reasons } of forecast(model, prepare(next), origins, [...HORIZONS], "1-0")) {
    expect(reasons).toEqual([undefined, "regime_unknown"]);
    expect(Number.isFinite(value[0])).toBe(true);
    expect(value[1]).toBeNaN();
  }
});

test("a value that never moves is no better forecast than held: nothing goes live, nothing is NaN", () => {
  const constant = (seed: number) => {
    const series = copyOf(batteryDay(seed));
    series.target.fill(25);
    return series;
  };
  const all = nights([1, 2, 3].map(constant));
  expect(all.map(({ goesLive }) => goesLive)).toEqual([false, false, false]);
  expect(JSON.stringify(all.at(-1)?.track)).not.toContain("null");
  const model = open(all.at(-1)?.model ?? modelOf(emptyState(TARGET), "bank"));
  const [made] = forecast(model, prepare(constant(4)), [FROM + 4000, FROM + 6500], [600], "1-0");
  for (const value of made?.value ?? []) expect(value).toBeCloseTo(25, 3);
  // One that was live before it stood still stays live.
  const live = nights([batteryDay(1), batteryDay(2), batteryDay(3), constant(4)]);
  expect(live[2]?.goesLive).toBe(true);
  expect(live[3]?.model.horizons[2]?.regimes.every((regime) => regime !== undefined)).toBe(true);
});

test("a column without one value is no day to learn from", () => {
  for (const name of ["target", "soc", "voltage", "current"] as const) {
    const series = copyOf(batteryDay(1));
    series[name].fill(Number.NaN);
    expect(isUsable(sourceDayOf(series)), name).toBe(false);
  }
});

describe("what is kept is read whole or not at all", () => {
  const state = emptyState(TARGET);
  learnDay(state, [sourceDayOf(batteryDay(1))]);
  const kinds = {
    model: [modelBytes(modelOf(state, "bank")), (bytes: Bytes) => readModel(bytes, [])],
    state: [stateBytes(state), readState],
  } as const;
  type Bytes = Uint8Array<ArrayBuffer>;

  test.each(["model", "state"] as const)(
    "a %s that was cut, or is longer, or of others",
    (kind) => {
      const [bytes, read] = kinds[kind];
      read(bytes);
      const longer = new Uint8Array(bytes.length + 8);
      longer.set(bytes);
      const broken = bytes.slice();
      broken[8] = 0;
      for (const wrong of [
        bytes.slice(0, -8),
        bytes.slice(0, 4000),
        bytes.slice(0, 3),
        bytes.slice(0, 0),
        bytes.slice(1),
        longer,
        broken,
      ]) {
        expect(() => read(wrong)).toThrow(UnreadableError);
      }
    },
  );

  test.each(["model", "state"] as const)("a %s of other columns or scales", (kind) => {
    const [bytes, read] = kinds[kind];
    const text = new TextDecoder("latin1").decode(bytes);
    const at = text.indexOf('"layout":"') + 10;
    const other = bytes.slice();
    other[at] = other[at] === 48 ? 49 : 48;
    expect(() => read(other)).toThrow(/different layout/);
    // Where the bytes lie in a larger piece does not matter.
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(read(shifted.subarray(3))).toEqual(read(bytes));
  });
});
