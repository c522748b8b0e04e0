import { bucketEdges, widthFor } from "../../../src/time/buckets";
import { type Width, widthText } from "../../../src/time/interval";
import type { Schemas } from "../../api/paths";

export type Bucket = { from: number; to: number; warning: number; protection: number };
export type Buckets = { width: Width; edges: readonly number[] };

const SECOND = 1_000_000;
const HOUR = { micros: 3600 * SECOND };

/** Buckets of a range, seconds since 1970: hours if they fit, otherwise wider. */
export function bucketsOf(from: number, to: number, zone: string, most: number): Buckets {
  const [start, end] = [from * SECOND, to * SECOND];
  const fitting = widthFor(start, end, most, zone);
  const isShort = "micros" in fitting && fitting.micros < HOUR.micros && end - start > HOUR.micros;
  const width = isShort ? HOUR : fitting;
  return { width, edges: bucketEdges(start, end, width, zone).map((edge) => edge / SECOND) };
}

export const widthQuery = ({ width }: Buckets): string => widthText(width);

/** Sums the counts of sites per bucket. */
export function counted(
  { edges }: Buckets,
  counts: readonly Schemas["ProtectionLevelCount"][],
): Bucket[] {
  const buckets = edges
    .slice(0, -1)
    .map((from, i) => ({ from, to: edges[i + 1] as number, warning: 0, protection: 0 }));
  for (const { time, level, level_count } of counts) {
    const at = Date.parse(String(time)) / 1000;
    const bucket = buckets.findLast(({ from }) => from <= at);
    if (bucket) bucket[level === 2 ? "protection" : "warning"] += level_count;
  }
  return buckets;
}

export const total = (buckets: readonly Bucket[]): { warning: number; protection: number } => ({
  warning: buckets.reduce((sum, { warning }) => sum + warning, 0),
  protection: buckets.reduce((sum, { protection }) => sum + protection, 0),
});

/** Axis maximum: a round number at or above the highest bar. */
export function topOf(buckets: readonly Bucket[]): number {
  const most = Math.max(0, ...buckets.map(({ warning, protection }) => warning + protection));
  const size = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 2, 4, 5, 10].map((step) => step * size).find((step) => step >= most) ?? 10 * size;
}
