import { describe, expect, test } from "vitest";
import { HORIZONS } from "../../src/domain/forecast/model.ts";
import { emptyScore, type Score } from "../../src/domain/forecast/score.ts";
import {
  driftOf,
  mayGoLive,
  type Night,
  recordsOf,
  servedBy,
  TRACK_NIGHTS,
  withNight,
} from "../../src/domain/forecast/track.ts";

/** Scores of a day: mean errors by horizon, in those of persistence, which are 1. */
const scores = (errors: readonly number[]): Score[][] =>
  HORIZONS.map((_, h) => [
    {
      ...emptyScore(),
      count: 100,
      absolute: 100 * (errors[h] ?? errors[0] ?? 0),
      persistence: 100,
    },
    emptyScore(),
    emptyScore(),
  ]);
const nightOf = (day: number, newest: number[], live?: number[]): Night => ({
  day: `2026-01-0${day}`,
  newest: scores(newest),
  ...(live ? { live: scores(live) } : {}),
});

describe("a track record", () => {
  test("is that of the last seven nights", () => {
    let track: Night[] = [];
    for (let day = 1; day <= 9; day++) track = withNight(track, nightOf(day, [0.5]));
    expect(track).toHaveLength(TRACK_NIGHTS);
    expect(track[0]?.day).toBe("2026-01-03");
  });

  test("serves the horizons at which a tenth of persistence's error is saved", () => {
    const track = [nightOf(1, [0.95, 0.91, 0.89, 0.5, 0.2])];
    expect(servedBy(track, "newest")).toEqual([false, false, true, true, true]);
    expect(servedBy([], "newest")).toEqual([false, false, false, false, false]);
  });

  test("is the median of its nights: one that failed does not silence a model, nor does one that shone let it speak", () => {
    const track = [nightOf(1, [0.5]), nightOf(2, [40]), nightOf(3, [0.5])];
    expect(servedBy(track, "newest")).toEqual([true, true, true, true, true]);
    expect(servedBy([nightOf(1, [1.2]), nightOf(2, [0.01]), nightOf(3, [1.2])], "newest")[0]).toBe(
      false,
    );
    expect(servedBy([nightOf(1, [0.5]), nightOf(2, [1.2])], "newest")[0]).toBe(true);
    expect(servedBy([nightOf(1, [0.7]), nightOf(2, [1.2])], "newest")[0]).toBe(false);
  });

  test("of a live model goes on with the newest where they were the same", () => {
    const track = [nightOf(1, [0.5]), nightOf(2, [0.5], [1.5])];
    expect(servedBy(track, "live")[0]).toBe(false);
    expect(servedBy(track, "newest")[0]).toBe(true);
  });
});

describe("a new model", () => {
  const fit = scores([0.1]);
  test("goes live where there is none, if the ones before it were better than persistence at some horizon", () => {
    expect(mayGoLive([nightOf(1, [1, 1, 1, 1, 0.8])], fit, false)).toBe(true);
    expect(mayGoLive([nightOf(1, [0.95])], fit, false)).toBe(false);
    expect(mayGoLive([], fit, false)).toBe(false);
  });

  test("takes the place of a live one that was no better, and not of one that was", () => {
    expect(mayGoLive([nightOf(1, [0.5])], fit, true)).toBe(true);
    expect(mayGoLive([nightOf(1, [0.5], [0.5])], fit, true)).toBe(true);
    expect(mayGoLive([nightOf(1, [0.5], [0.6])], fit, true)).toBe(true);
    expect(mayGoLive([nightOf(1, [0.5], [0.49])], fit, true)).toBe(false);
  });

  test("does not go live if it errs more on the day it learnt than the one before, which had not seen it", () => {
    expect(mayGoLive([nightOf(1, [0.2]), nightOf(2, [0.5])], scores([0.5]), false)).toBe(true);
    expect(mayGoLive([nightOf(1, [0.2]), nightOf(2, [0.5])], scores([0.51]), false)).toBe(false);
    expect(mayGoLive([nightOf(1, [0.5])], scores([Number.NaN]), false)).toBe(false);
  });
});

describe("drift", () => {
  test("is an error of the last night half as large again as before", () => {
    const before = [nightOf(1, [0.4]), nightOf(2, [0.4])];
    expect(driftOf([...before, nightOf(3, [0.5])])).toEqual({ ratio: 1.25, is_drifting: false });
    expect(driftOf([...before, nightOf(3, [0.64])])).toMatchObject({ is_drifting: true });
  });

  test("needs three nights", () => {
    expect(driftOf([nightOf(1, [0.4]), nightOf(2, [4])])).toEqual({
      ratio: null,
      is_drifting: false,
    });
  });
});

test("records are those of the live model where it was another one", () => {
  const [all] = recordsOf([nightOf(1, [0.5]), nightOf(2, [0.2], [0.9])], ["rest"], 1);
  expect(all?.skill).toBeCloseTo(1 - (0.5 + 0.9) / 2, 9);
});

test("records are told by horizon, of all regimes together and of each, in the units asked for", () => {
  const records = recordsOf(
    [nightOf(1, [2]), nightOf(2, [4])],
    ["rest", "charge", "discharge"],
    1000,
  );
  expect(records).toHaveLength(HORIZONS.length * 4);
  expect(records.slice(0, 3)).toMatchObject([
    {
      horizon_seconds: 60,
      regime: null,
      count: 200,
      mae: 0.003,
      persistence_mae: 0.001,
      skill: -2,
    },
    { horizon_seconds: 60, regime: "rest", count: 200 },
    { horizon_seconds: 60, regime: "charge", count: 0, mae: null },
  ]);
});
