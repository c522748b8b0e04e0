/** What stands in buckets without a value: nothing, null, the value before, or one on the line between both. */
export const FILLS = ["none", "null", "previous", "linear"] as const;
export type Fill = (typeof FILLS)[number];

/**
 * Fills the gaps of a series: `previous` from the last value on, `linear` between two values; what no value is
 * known for stays null.
 * @param at places of the values on the axis of time, in any unit
 */
export function fillGaps(
  values: readonly (number | null)[],
  at: readonly number[],
  fill: Fill,
): (number | null)[] {
  if (fill === "none" || fill === "null") return [...values];
  const filled = [...values];
  let before = -1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? null;
    if (value === null) {
      if (fill === "previous" && before >= 0) filled[i] = values[before] ?? null;
      continue;
    }
    if (fill === "linear" && before >= 0) drawLine(filled, at, before, i);
    before = i;
  }
  return filled;
}

function drawLine(
  values: (number | null)[],
  at: readonly number[],
  from: number,
  to: number,
): void {
  const [first, last] = [values[from] ?? 0, values[to] ?? 0];
  const [start, end] = [at[from] ?? 0, at[to] ?? 1];
  for (let i = from + 1; i < to; i++) {
    values[i] = first + ((last - first) * ((at[i] ?? 0) - start)) / (end - start);
  }
}
