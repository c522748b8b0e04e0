import { describe, expect, test } from "vitest";
import { judgeAndNote, judgeDay } from "../../src/domain/forecast/judge.ts";
import { modelBytes, readModel } from "../../src/domain/forecast/kept-model.ts";
import { learnDay } from "../../src/domain/forecast/learn.ts";
import { HORIZONS, type Model } from "../../src/domain/forecast/model.ts";
import { modelOf } from "../../src/domain/forecast/night.ts";
import { addScores, recordOf, type TrackRecord } from "../../src/domain/forecast/score.ts";
import { emptyState, type State } from "../../src/domain/forecast/state.ts";
import type { TargetName } from "../../src/domain/forecast/targets.ts";
import { type Day, panliDays, rawDays, sourceDay } from "../support/forecast-days.ts";
import { isOf2023, PANLI_DAYS_NAME, panliDates } from "../support/panli-days.ts";
import { hasRealDay, REAL_DAY_NAME } from "../support/real-day.ts";

/* What `npm run bench:forecast` measures in full, as far as it takes seconds. */

/** Read once, for all targets. */
const raw = hasRealDay ? rawDays() : Promise.resolve([]);
const normalised = panliDays();

const TEN = HORIZONS.indexOf(600);
const modelNow = (state: State): Model => readModel(modelBytes(modelOf(state, "bank")), []);
const judged = (model: Model, day: Day, target: string): TrackRecord =>
  recordOf(addScores(judgeDay(model, [sourceDay(day, target)], undefined, 10)[TEN] ?? []));
const mean = (values: readonly (number | null)[]) =>
  values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0) / values.length;

describe.skipIf(!hasRealDay)(`the raw day (${REAL_DAY_NAME}), learnt from one bank`, () => {
  test.each([
    ["max_cell_voltage", 0.8],
    ["min_cell_voltage", 0.8],
    ["max_cell_temperature", 0.6],
    ["min_cell_temperature", 0.15],
  ] as [TargetName, number][])(
    "forecasts %s of the other one with a skill of %d",
    async (name, least) => {
      const days = await raw;
      for (const [from, to] of [
        [0, 1],
        [1, 0],
      ] as const) {
        const state = emptyState(name);
        learnDay(state, [sourceDay(days[from] as Day, name)]);
        const record = judged(modelNow(state), days[to] as Day, name);
        expect(record.count).toBeGreaterThan(8000);
        expect(record.skill).toBeGreaterThanOrEqual(least);
      }
    },
  );
});

describe.skipIf(panliDates.length === 0)(
  `real days (${PANLI_DAYS_NAME}), night after night`,
  () => {
    test.each([
      ["T", "max_cell_temperature", 0.0412],
      ["G", "cell_voltage_gap", 0.958],
    ] as [string, TargetName, number][])(
      "%s of 2023 is forecast as by the reference, and nine in ten intervals hold",
      async (channel, name, reference) => {
        const state = emptyState(name);
        const records: TrackRecord[] = [];
        for (const day of await normalised) {
          const own = sourceDay(day, channel);
          if (state.days > 0) {
            const model = modelNow(state);
            if (isOf2023(day.name)) records.push(judged(model, day, channel));
            judgeAndNote(state, model, [own]);
          }
          learnDay(state, [own]);
        }
        expect(mean(records.map(({ mae }) => mae)) / reference).toBeLessThan(1.03);
        const coverage = mean(records.map((record) => record.coverage));
        expect(coverage).toBeGreaterThan(0.85);
        expect(coverage).toBeLessThan(0.95);
      },
      120_000,
    );
  },
);
