import { secondsOf, wallText } from "../../../ui/times";
import type { TimeRange } from "../request/range";

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
// biome-ignore format: one step a line reads worse
const STEPS = [1, 5, 15, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];

export type Ticks = { step: number; at: number[] };

/** At most `most` tick times of a time axis, at round wall-clock times of the zone. */
export function ticksOf({ from, to }: TimeRange, zone: string, most: number): Ticks {
  const step = STEPS.find((size) => (to - from) / size <= most) ?? (to - from) / most;
  // Treat wall clock as UTC, so that steps start at its midnight.
  const wall = (seconds: number) => Date.parse(`${wallText(seconds, zone)}Z`) / 1000;
  const at: number[] = [];
  for (let tick = Math.ceil(wall(from) / step) * step; tick < wall(to); tick += step) {
    const moment = secondsOf(new Date(tick * 1000).toISOString().slice(0, 19), zone);
    if (moment !== undefined && moment >= from && moment < to) at.push(moment);
  }
  return { step, at };
}
