import { bucketEdges } from "../../../../src/time/buckets";
import { parseWidth } from "../../../../src/time/interval";

const MICROS = 1_000_000;

/** End of a bucket, seconds. `width` as in the API: `5 minutes`, `1 month`. */
export function bucketEnd(time: number, width: string | undefined, zone: string): number {
  const known = parseWidth(width ?? "1 second");
  const micros = Math.round(time * MICROS);
  const end = known && bucketEdges(micros, micros + 1, known, zone)[1];
  return (end ?? micros + MICROS) / MICROS;
}
