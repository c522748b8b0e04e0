/** A line of a chart. `low` and `high` bound a filled band: bucket extremes or an interval. */
export type Line = {
  label: string;
  unit?: string | null;
  /** Colour 1 to 8 of the style. */
  color: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;
  values: readonly (number | null)[];
  low?: readonly (number | null)[];
  high?: readonly (number | null)[];
  dashed?: boolean;
  /** Draws steps that hold their value. */
  stepped?: boolean;
  /** Draws points without connecting lines. */
  dots?: boolean;
};

/** Lines over common times, seconds since 1970, ascending. */
export type Series = { times: readonly number[]; lines: readonly Line[] };

const TOO_FAR = 3;

/** Inserts a gap where values are more than three usual steps apart, so that no line crosses it. */
export function withGaps({ times, lines }: Series): Series {
  const step = usualStep(times);
  const breaks: number[] = [];
  for (let i = 1; i < times.length; i++) {
    if ((times[i] as number) - (times[i - 1] as number) > step * TOO_FAR) breaks.push(i);
  }
  if (breaks.length === 0) return { times, lines };
  const open = <T>(all: readonly T[], between: (before: number) => T): T[] => {
    const opened: T[] = [];
    let from = 0;
    for (const at of breaks) {
      for (let i = from; i < at; i++) opened.push(all[i] as T);
      opened.push(between(at - 1));
      from = at;
    }
    for (let i = from; i < all.length; i++) opened.push(all[i] as T);
    return opened;
  };
  const nothing = () => null;
  return {
    times: open(times, (before) => (times[before] as number) + step),
    lines: lines.map((line) => ({
      ...line,
      values: open(line.values, nothing),
      ...(line.low ? { low: open(line.low, nothing) } : {}),
      ...(line.high ? { high: open(line.high, nothing) } : {}),
    })),
  };
}

/** Median distance of neighbours; Infinity for fewer than two. */
export function usualStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, i) => time - (times[i] as number));
  if (steps.length === 0) return Number.POSITIVE_INFINITY;
  return steps.sort((a, b) => a - b)[steps.length >> 1] as number;
}

/** Index of the time nearest to `at`; undefined if there are none. */
export function nearest(times: readonly number[], moment: number): number | undefined {
  if (times.length === 0) return undefined;
  let [low, high] = [0, times.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((times[middle] as number) <= moment) low = middle;
    else high = middle;
  }
  return moment - (times[low] as number) <= (times[high] as number) - moment ? low : high;
}

export type Extremes = { least: number; most: number; last: number };

/** Minimum, maximum and last value of a line in a range; undefined if it has none. */
export function extremes(
  { times }: Series,
  line: Line,
  [from, to]: readonly [number, number],
): Extremes | undefined {
  let found: Extremes | undefined;
  for (let i = 0; i < times.length; i++) {
    const time = times[i] as number;
    const value = line.values[i];
    if (time < from || time > to || value === null || value === undefined) continue;
    const low = line.low?.[i] ?? value;
    const high = line.high?.[i] ?? value;
    found = {
      least: Math.min(found?.least ?? low, low),
      most: Math.max(found?.most ?? high, high),
      last: value,
    };
  }
  return found;
}
