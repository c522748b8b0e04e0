/*
 * Realised errors as counts by size, so that quantiles of thousands of them fit a few hundred numbers and old ones
 * can fade: bins of a sixth of an octave, of either sign, from 1/256 to 256 of the target's usual change.
 */

const BINS_OF_OCTAVE = 6;
const OCTAVES = 16;
const SIDE = BINS_OF_OCTAVE * OCTAVES;
const SMALLEST = 2 ** -(OCTAVES / 2);
/** Negative errors from large to small, then positive ones from small to large. */
export const BINS = 2 * SIDE;

/** @param error in units of the usual change */
export function binOf(error: number): number {
  const octaves = Math.log2(Math.abs(error) / SMALLEST);
  const step = Math.min(SIDE - 1, Math.max(0, Math.floor(octaves * BINS_OF_OCTAVE)));
  return error < 0 ? SIDE - 1 - step : SIDE + step;
}

/** Where a bin begins, of the errors in their order. */
function edge(bin: number): number {
  if (bin === SIDE) return 0;
  const step = bin > SIDE ? bin - SIDE : SIDE - bin;
  return Math.sign(bin - SIDE) * SMALLEST * 2 ** (step / BINS_OF_OCTAVE);
}

/**
 * A quantile of counted errors, in units of the usual change; interpolated within its bin.
 * @returns NaN if nothing was counted
 */
export function quantile(counts: ArrayLike<number>, part: number): number {
  let total = 0;
  for (let bin = 0; bin < BINS; bin++) total += counts[bin] as number;
  if (total <= 0) return Number.NaN;
  let left = part * total;
  for (let bin = 0; bin < BINS; bin++) {
    const own = counts[bin] as number;
    if (left <= own && own > 0) return edge(bin) + (edge(bin + 1) - edge(bin)) * (left / own);
    left -= own;
  }
  return edge(BINS);
}
