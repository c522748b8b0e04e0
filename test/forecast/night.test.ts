import { describe, expect, test } from "vitest";
import { modelBytes, readModel } from "../../src/domain/forecast/kept-model.ts";
import { learnDay, originsOf } from "../../src/domain/forecast/learn.ts";
import { HORIZONS, type Model } from "../../src/domain/forecast/model.ts";
import { type Before, modelOf, night } from "../../src/domain/forecast/night.ts";
import { forecast } from "../../src/domain/forecast/predict.ts";
import { addScores, recordOf } from "../../src/domain/forecast/score.ts";
import { emptyState } from "../../src/domain/forecast/state.ts";
import { TARGET_NAMES } from "../../src/domain/forecast/targets.ts";
import { servedBy } from "../../src/domain/forecast/track.ts";
import { batteryDay, copyOf, sourceDayOf } from "./battery.ts";

const TEN = HORIZONS.indexOf(600);
const TARGET = "max_cell_voltage";

/** Some nights one after another, as the job runs them. */
function nights(count: number, sourcesOf = (n: number) => [sourceDayOf(batteryDay(n))]) {
  const state = emptyState(TARGET);
  let before: Before = {
    state,
    newest: undefined,
    live: undefined,
    hasLive: false,
    served: [],
    track: [],
  };
  const all = [];
  for (let n = 1; n <= count; n++) {
    const after = night(before, "bank", `2026-01-0${n}`, sourcesOf(n));
    all.push(after);
    const newest = readModel(modelBytes(after.model), []);
    before = {
      ...before,
      newest,
      hasLive: before.hasLive || after.goesLive,
      served: after.served,
      track: after.track,
    };
  }
  return { all, before };
}

describe("night after night", () => {
  const { all, before } = nights(4);

  test("two days make a model, the third one judges it and lets the next go live", () => {
    expect(all.map(({ goesLive }) => goesLive)).toEqual([false, false, true, true]);
    expect(all[1]?.track).toEqual([]);
    expect(all[2]?.track.map(({ day }) => day)).toEqual(["2026-01-03"]);
    expect(all[2]?.served).toHaveLength(HORIZONS.length);
  });

  test("the models are better than persistence on days they have not seen", () => {
    const last = all[3]?.track.at(-1)?.newest[TEN] ?? [];
    expect(recordOf(addScores(last)).skill).toBeGreaterThan(0.3);
  });

  test("rows that were learnt from are counted", () => {
    const day = sourceDayOf(batteryDay(1));
    expect(all[0]?.rows).toBe(originsOf(day, 600).length);
    expect(all[0]?.rows).toBe(1440);
  });

  test("intervals are there once errors are known, and hold most of what comes", () => {
    expect(all[1]?.model.horizons[TEN]?.intervals.low.every(Number.isNaN)).toBe(true);
    const coverage = recordOf(addScores(all[3]?.track.at(-1)?.newest[TEN] ?? [])).coverage;
    expect(coverage).toBeGreaterThan(0.75);
  });

  test("a newest model that is worse than the live one does not take its place", () => {
    // What is live knew this day already: nothing can be better.
    const day = sourceDayOf(batteryDay(9));
    const cheating = emptyState(TARGET);
    for (let round = 0; round < 6; round++) learnDay(cheating, [day]);
    const live = modelOf(cheating, "bank");
    const after = night({ ...before, live, hasLive: true, track: [] }, "bank", "2026-01-09", [day]);
    expect(after.goesLive).toBe(false);
    expect(after.track[0]?.live).toBeDefined();
  });

  test("a newest model that takes the place of a bad one is served by its own record", () => {
    // What was live has learnt a battery that goes the other way.
    const upside = emptyState(TARGET);
    const turned = copyOf(batteryDay(1));
    turned.target.forEach((value, k) => {
      turned.target[k] = 7400 - value;
    });
    learnDay(upside, [sourceDayOf(turned)]);
    const live = modelOf(upside, "bank");
    const none = HORIZONS.map(() => false);
    const fresh = { ...before, served: none, track: [], hasLive: true };
    const last = { ...fresh, state: emptyState(TARGET), live };
    for (const seed of [1, 2, 3]) learnDay(last.state, [sourceDayOf(batteryDay(seed))]);
    const newest = modelOf(last.state, "bank");
    const day = [sourceDayOf(batteryDay(9))];
    const after = night({ ...last, newest }, "bank", "2026-01-09", day);
    expect(after.goesLive).toBe(true);
    expect(after.served).toContain(true);
    expect(servedBy(after.track, "live")).not.toContain(true);
    // Where nothing new goes live, it is the live one's record that counts.
    learnDay(upside, [sourceDayOf(turned)]);
    const good = { ...last, state: upside, newest: live, live: newest };
    const kept = night(good, "bank", "2026-01-09", day);
    expect(kept.goesLive).toBe(false);
    expect(kept.served).toContain(true);
  });

  test("a battery that does nothing but drift at random is not forecast", () => {
    const { all: wild } = nights(3, (n) => {
      const series = copyOf(batteryDay(n));
      const other = batteryDay(100 + n);
      let [value, at] = [3600, 0];
      for (; at < series.target.length; at++) {
        value += Math.sign((((other.voltage[at] as number) * 1e7) % 1) - 0.5) * 3;
        series.target[at] = value;
      }
      return [sourceDayOf(series)];
    });
    expect(wild.at(-1)?.goesLive).toBe(false);
  });

  test("racks share weights and have offsets of their own", () => {
    const { all: racks } = nights(3, (n) =>
      [0, 12].map((tilt, r) => sourceDayOf(batteryDay(n, { tilt }), `1-${r + 1}`)),
    );
    const offsets = racks.at(-1)?.model.horizons[TEN]?.offsets;
    expect([...(offsets?.keys() ?? [])]).toEqual(["1-1", "1-2"]);
    expect(racks.at(-1)?.goesLive).toBe(true);
    expect(all.at(-1)?.model.horizons[TEN]?.offsets.size).toBe(0);
  });
});

describe("a model as bytes", () => {
  test.each(TARGET_NAMES)("of %s fits 64 KB, and forecasts as the one it was made of", (name) => {
    const state = emptyState(name);
    for (const seed of [1, 2]) learnDay(state, [sourceDayOf(batteryDay(seed))]);
    const made = modelOf(state, "rack");
    const bytes = modelBytes(made);
    expect(bytes.length).toBeLessThanOrEqual(64 * 1024);
    const open = (model: Model): Model => ({
      ...model,
      horizons: model.horizons.map((horizon) => ({ ...horizon, isServed: true })),
    });
    const { inputs, from } = sourceDayOf(batteryDay(3));
    const origins = [from, from + 3900, from + 6200];
    const read = open(readModel(bytes, []));
    expect(read.target).toBe(name);
    const all = (model: Model) => forecast(model, inputs, origins, [...HORIZONS], "1-0");
    all(open(made)).forEach((expected, h) => {
      const got = all(read)[h];
      origins.forEach((_, row) => {
        // The usual changes are rounded to a 32767th of the largest.
        const scale = name.includes("voltage") ? 0.05 : 0.001;
        expect(
          Math.abs((got?.value[row] as number) - (expected.value[row] as number)),
        ).toBeLessThan(scale);
      });
    });
    expect(modelBytes(read)).toEqual(modelBytes(readModel(modelBytes(read), [])));
  });

  test("says which of its horizons are served", () => {
    const state = emptyState(TARGET);
    learnDay(state, [sourceDayOf(batteryDay(1))]);
    const read = readModel(modelBytes(modelOf(state, "bank")), [false, true]);
    expect(read.horizons.map(({ isServed }) => isServed)).toEqual([
      false,
      true,
      false,
      false,
      false,
    ]);
  });
});
