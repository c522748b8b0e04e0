import { recipeCurrent } from "./current.ts";

/** Where a battery stands at a moment, in the units of a series; NaN where it is not known. */
export type Situation = {
  /** The newest values. */
  voltage: number;
  current: number;
  soc: number;
  temperature: number;
  gap: number;
  /** What is forecast. */
  target: number;
  /** Ten-minute means up to the moment, the newest last. */
  before: Record<Channel, Float64Array>;
};

type Channel = "voltage" | "current" | "temperature";
type Scales<K extends string> = readonly (readonly [K, number])[];

/* What is one step of unlikeness: mV of the mean cell, degC, mV of gap, current (0.026 or 0.078 C), % of charge. */
const NEWEST: Scales<"voltage" | "temperature" | "gap" | "current" | "soc"> = [
  ["voltage", 20],
  ["temperature", 1],
  ["gap", 5],
  ["current", recipeCurrent(50)],
  ["soc", 5],
];
/** Where nothing is known of the time before. */
const OPENING: typeof NEWEST = [
  ["voltage", 10],
  ["temperature", 1],
  ["gap", 5],
  ["soc", 2],
];
const BEFORE: Scales<Channel> = [
  ["voltage", 100],
  ["current", recipeCurrent(150)],
  ["temperature", 1],
];
const WEIGHT_OF_BEFORE = 2;

/** Minimum part of the currently known means that a past day must have to be comparable. */
const LEAST_PART = 0.5;

/**
 * How unlike a past situation is to another one: squared distance of the newest values and of the means before, each
 * channel of these twice as much as a newest value. Not symmetric: what is not known now does not count.
 * @returns NaN where too little is known of the past one
 */
export function unlikeness(now: Situation, past: Situation): number {
  let before = 0;
  let known = 0;
  for (const [channel, scale] of BEFORE) {
    const { sum, pairs, own } = pairsOf(now.before[channel], past.before[channel]);
    if (pairs < LEAST_PART * own) return Number.NaN;
    known += own;
    if (pairs > 0) before += (sum / pairs) * (WEIGHT_OF_BEFORE / scale) ** 2;
  }
  return newest(now, past, known > 0 ? NEWEST : OPENING) + before;
}

/** Squared differences of two series that end together, where both are known. */
function pairsOf(now: Float64Array, past: Float64Array) {
  let [sum, pairs, own] = [0, 0, 0];
  for (let back = 1; back <= now.length; back++) {
    const value = now[now.length - back] as number;
    if (Number.isNaN(value)) continue;
    own++;
    const other = past[past.length - back] ?? Number.NaN;
    if (Number.isNaN(other)) continue;
    pairs++;
    sum += (value - other) ** 2;
  }
  return { sum, pairs, own };
}

/** A value that is missing is as unlike as the others are on average. */
function newest(now: Situation, past: Situation, scales: typeof NEWEST): number {
  let [sum, known] = [0, 0];
  for (const [name, scale] of scales) {
    const difference = (now[name] - past[name]) / scale;
    if (Number.isNaN(difference)) continue;
    sum += difference ** 2;
    known++;
  }
  return known === 0 ? Number.NaN : (sum * scales.length) / known;
}
