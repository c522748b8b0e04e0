import type { Random } from "./random.ts";
import { createRandom, mixSeed } from "./random.ts";

/** Gaps come about every four minutes; most last a few seconds, a few over a minute. */
const SECONDS_BETWEEN_GAPS = 235;
const LONG_SHARE = 0.03;
/** Beyond this step a lost second is not seen any more. */
const WIDEST_STEP_SECONDS = 2;

/** The collector's lost seconds of one bank, as the real days have them. */
export type Gaps = { random: Random; untilMs: number };

export const createGaps = (seed: number, bankId: number): Gaps => ({
  random: createRandom(mixSeed(seed, 61, bankId)),
  untilMs: Number.NEGATIVE_INFINITY,
});

/** Whether the collector loses the rows of this moment. */
export const isLost = (gaps: Gaps, timeMs: number, stepSeconds: number): boolean => {
  if (stepSeconds > WIDEST_STEP_SECONDS) return false;
  if (timeMs < gaps.untilMs) return true;
  if (gaps.random.unit() * SECONDS_BETWEEN_GAPS >= stepSeconds) return false;
  const isLong = gaps.random.unit() < LONG_SHARE;
  const seconds = isLong ? gaps.random.between(15, 90) : 1 + 6 * gaps.random.unit() ** 2;
  gaps.untilMs = timeMs + seconds * 1000;
  return true;
};
