import type { Explanation, Method } from "../indicators/explanation.ts";
import { weighingOf } from "./analog.ts";
import { type DayAhead, STEP_MINUTES } from "./day-ahead.ts";
import { type TargetName, targetOf } from "./targets.ts";

export const DAY_AHEAD_METHOD: Method = {
  method: "analog-day",
  version: "1",
  basis: "estimated",
  formula:
    "sum(w · day) + (now − sum(w · its beginning)) · decay^step over complete past days of ten-minute means; w = 0.5^(rank / half_life) · exp(−(d − least d) / (spread · median d)), normalised; d: squared distance of the newest values and of the six hours before",
};

export type DayAheadDetails = {
  target: TargetName;
  unit: string;
  step_minutes: number;
  half_life_days: number;
  /** null: how like a day was does not count. */
  spread: number | null;
  decay: number;
  /** Newest first; a weight is null if there is no forecast. */
  days: { from: string | number; weight: number | null }[];
  /** Of the model that the first hour is by, and in part the second one; null: there is none. */
  direct_model: string | null;
  interval: string;
};

/** @param from how the beginning of a day is written */
export function explainDayAhead(
  { days, analog }: DayAhead,
  {
    target: name,
    minute,
    model,
    from,
  }: {
    target: TargetName;
    minute: number;
    model: string | undefined;
    from: (start: number) => string | number;
  },
): Explanation<DayAheadDetails> {
  const target = targetOf(name);
  const { halfLife, spread, decay } = weighingOf(target, minute);
  return {
    ...DAY_AHEAD_METHOD,
    target: name,
    unit: target.unit,
    step_minutes: STEP_MINUTES,
    half_life_days: halfLife,
    spread: Number.isFinite(spread) ? spread : null,
    decay,
    days: days.map(({ start, weight }) => ({ from: from(start), weight: weight ?? null })),
    direct_model: model ?? null,
    interval: analog?.low
      ? "indicative: central 90 % of the errors that past days would have had within 30 minutes of the time"
      : "none: too few past days",
  };
}
