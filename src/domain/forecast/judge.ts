import { originsOf, type SourceDay } from "./learn.ts";
import type { HorizonModel, Model } from "./model.ts";
import { forecast } from "./predict.ts";
import { REGIMES, regimeOf } from "./regime.ts";
import { BINS, binOf } from "./residuals.ts";
import { addScores, count, emptyScore, type Score } from "./score.ts";
import { STEP_SECONDS } from "./series.ts";
import type { State } from "./state.ts";
import { STRATA, stratumOf } from "./strata.ts";
import { targetOf } from "./targets.ts";

/** How a model did on a day it had not seen: scores by horizon × regime, in their orders. */
export type DayScores = Score[][];

/**
 * Forecasts a day and compares with what came, at the origins that training takes, whether a horizon is served or not.
 * @param each called with every error, in model units
 */
export function judgeDay(
  model: Model,
  sources: readonly SourceDay[],
  each: (horizon: number, cell: number, error: number) => void = () => {},
  stride?: number,
): DayScores {
  const open = { ...model, horizons: model.horizons.map((node) => ({ ...node, isServed: true })) };
  return open.horizons.map(({ seconds }: HorizonModel, h) => {
    const scores = REGIMES.map(emptyScore);
    for (const day of sources) {
      const { inputs, source } = day;
      const origins = originsOf(day, seconds, { ...(stride ? { stride } : {}), withInstant: true });
      const [made] = forecast(open, inputs, origins, [seconds], source);
      origins.forEach((k, row) => {
        const value = made?.value[row] ?? Number.NaN;
        if (!made || Number.isNaN(value)) return;
        const regime = regimeOf(inputs.current[k] as number);
        const came = inputs.target[k + seconds / STEP_SECONDS] as number;
        const now = inputs.target[k] as number;
        const [low, high] = [made.low[row] as number, made.high[row] as number];
        count(scores[regime] as Score, { value, low, high, now, came });
        each(h, regime * STRATA + stratumOf(inputs, k), value - came);
      });
    }
    return scores;
  });
}

/** What remains of counted errors each day: a month's count. */
const KEEP_ERRORS = 0.97;
const NOMINAL = 0.9;
const WIDENING = { least: 0.5, most: 3 };

/** Judges the model that a state has made and lets its intervals learn from the errors. */
export function judgeAndNote(state: State, model: Model, sources: readonly SourceDay[]): DayScores {
  const { changeScale } = targetOf(state.target);
  for (const { residuals } of state.horizons) {
    for (let i = 0; i < residuals.length; i++)
      residuals[i] = KEEP_ERRORS * (residuals[i] as number);
  }
  const scores = judgeDay(model, sources, (h, cell, error) => {
    const { residuals } = state.horizons[h] as State["horizons"][number];
    const at = cell * BINS + binOf(error / changeScale);
    residuals[at] = (residuals[at] as number) + 1;
  });
  state.horizons.forEach((horizon, h) => {
    const { intervals, covered } = addScores(scores[h] as Score[]);
    if (intervals === 0) return;
    const widening = horizon.widening * Math.exp(NOMINAL - covered / intervals);
    horizon.widening = Math.min(WIDENING.most, Math.max(WIDENING.least, widening));
  });
  return scores;
}
