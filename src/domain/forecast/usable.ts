import type { SourceDay } from "./learn.ts";
import { regimeOf } from "./regime.ts";
import { REACH_STEPS } from "./series.ts";

/** Of a day's steps at least this part must be there. */
const LEAST_COVERAGE = 0.8;
/** Voltage and current that stand still for ten minutes under a load are a collector's, not a battery's. */
const HELD_STEPS = 60;
const MOST_HELD = 0.05;

/** Whether a day of a source is fit for training: nearly complete, and neither frozen nor filled in by a collector. */
export function isUsable({ inputs, from, to }: SourceDay): boolean {
  const { ages, voltage, current } = inputs;
  let [there, held, still] = [0, 0, 0];
  for (let k = from; k < to; k++) {
    if ((ages[k] as number) <= REACH_STEPS) there++;
    const stands = k > 0 && voltage[k] === voltage[k - 1] && current[k] === current[k - 1];
    still = stands && regimeOf(current[k] as number) !== 0 ? still + 1 : 0;
    if (still >= HELD_STEPS) held++;
  }
  return there >= LEAST_COVERAGE * (to - from) && held <= MOST_HELD * (to - from);
}
