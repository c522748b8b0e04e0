/** Mixes whole numbers into one 32-bit seed; the order of the parts matters. */
export const mixSeed = (...parts: readonly number[]): number => {
  let hash = 0x9e3779b9;
  for (const part of parts) {
    hash = Math.imul(hash ^ Math.trunc(part), 0x85ebca6b);
    hash ^= hash >>> 13;
    hash = Math.imul(hash, 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash >>> 0;
};

export type Random = {
  /** Uniform in [0, 1). */
  unit: () => number;
  between: (low: number, high: number) => number;
  /** Near-normal with mean 0 and standard deviation 1, never beyond ±3.5. */
  normal: () => number;
};

/** A seeded generator (mulberry32): the same seed gives the same sequence on every machine. */
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const unit = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    normal: () => (unit() + unit() + unit() + unit() - 2) * Math.sqrt(3),
  };
};

const lattice = (seed: number, index: number): number =>
  (mixSeed(seed, index) / 0xffffffff) * 2 - 1;

/** Smooth noise in [-1, 1] that depends on `x` alone, so that every step width sees the same curve. */
export const smoothNoise = (seed: number, x: number): number => {
  const index = Math.floor(x);
  const part = x - index;
  const weight = part * part * (3 - 2 * part);
  return lattice(seed, index) * (1 - weight) + lattice(seed, index + 1) * weight;
};
