import type { SourceDay } from "../../src/domain/forecast/learn.ts";
import { prepare, type Series } from "../../src/domain/forecast/series.ts";

export const STEPS = 8640;
const HOUR = 360;

/** Numbers in [0, 1) that are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A made-up day from an hour before it to an hour after: charged from 10:00, discharged from 16:05, with clouds that
 * come and go. The target is the voltage of the highest cell.
 */
export function batteryDay(seed: number, { tilt = 0 } = {}): Series {
  const next = random(seed);
  const count = STEPS + 2 * HOUR;
  const series: Series = {
    minutes: new Uint16Array(count),
    voltage: new Float64Array(count),
    current: new Float64Array(count),
    soc: new Float64Array(count),
    target: new Float64Array(count),
  };
  let [soc, cloud, relaxed] = [10, 0, 0];
  for (let i = 0; i < count; i++) {
    const k = (i - HOUR + STEPS) % STEPS;
    series.minutes[i] = Math.floor(k / 6);
    cloud = 0.995 * cloud + 0.1 * (next() - 0.5);
    let current = 0;
    if (k >= 10 * HOUR && soc < 88) current = 4 * Math.max(0.05, 0.8 + cloud);
    if (k >= 16 * HOUR + 30 && soc > 8) current = -3.5;
    soc += (current * 0.05 * 100) / HOUR;
    relaxed += (current - relaxed) / 60;
    const open = 3300 + 7.2 * soc + 30 * Math.sin(soc / 12);
    series.current[i] = current;
    series.soc[i] = soc;
    series.voltage[i] = open + 6 * current + 5 * relaxed + 0.05 * (next() - 0.5);
    series.target[i] = (series.voltage[i] as number) + 8 + tilt * current;
  }
  return series;
}

export function sourceDayOf(series: Series, source = "1-0"): SourceDay {
  return { source, inputs: prepare(series), from: HOUR, to: HOUR + STEPS, dayOfMonth: 1 };
}

export const copyOf = (series: Series): Series => ({
  minutes: series.minutes.slice(),
  voltage: series.voltage.slice(),
  current: series.current.slice(),
  soc: series.soc.slice(),
  target: series.target.slice(),
});
