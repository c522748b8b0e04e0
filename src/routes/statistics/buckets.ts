import { Problem } from "../../response/problem.ts";
import { ROWS, type RollupColumn } from "../../site/rollup.ts";
import type { Backend } from "../../store/backend.ts";
import { askSums, type BucketSums, countsOf } from "../../store/rollups/aggregate.ts";
import { askWholeExtent } from "../../store/rows/extent.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { sourcesIn } from "../../store/sql/sources.ts";
import { borderOf, bucketCount, bucketEdges, type Edges, widthFor } from "../../time/buckets.ts";
import { type Width, widthText } from "../../time/interval.ts";
import { rhythmOf } from "../../time/rhythm.ts";

/** Limits of a response, over all banks or racks: about 10 MB of JSON. */
const MOST_BUCKETS = 50_000;
const MOST_CELLS = 200_000;

export type BucketQuery = {
  selection: Selection;
  /** A width, or the maximum number of buckets. */
  width: Width | { points: number };
  /** The parameter that sets the width, if any. */
  widthName?: string;
  /** Whether a bucket is complete if it starts in the range; otherwise the range cuts it. */
  whole?: boolean;
  timeZone: string;
  /** Rollup columns, in addition to the row counts. */
  columns: readonly RollupColumn[];
};

export type Bucketed = {
  start: number;
  end: number;
  /** The part of [start, end) that can have rows. */
  seen: { start: number; end: number };
  edges: Edges;
  width: Width;
  sources: { bank: number; rack: number; buckets: BucketSums[]; stepMicros: number | undefined }[];
};

/**
 * Sums per bucket. An open range extends to the first or last row ever seen. Undefined if there are no rows.
 * @throws {Problem} range_too_long, naming the smallest width that works
 */
export async function readBuckets(
  backend: Backend,
  ask: Ask,
  { selection, width: wanted, widthName, whole, timeZone, columns }: BucketQuery,
): Promise<Bucketed | undefined> {
  const rolled = await backend.hasRollups(selection.site, ask);
  const asked = await rangeOf(ask, selection, rolled);
  if (!asked) return undefined;
  const { start, end } = asked.seen;
  const most = mostBuckets(selection, columns);
  const width =
    "points" in wanted ? widthFor(start, end, Math.min(wanted.points, most), timeZone) : wanted;
  if (bucketCount(start, end, width) > most) {
    throw tooManyBuckets(widthFor(start, end, most, timeZone), widthName);
  }
  const covering = bucketEdges(start, end, width, timeZone);
  const isCut = whole && selection.start !== undefined && (covering[0] ?? 0) < selection.start;
  const edges = isCut ? covering.slice(1) : covering;
  const bounds = whole ? { start: edges[0] ?? 0, end: edges.at(-1) ?? 0 } : { start, end };
  const sums = await askSums(
    ask,
    { ...selection, ...bounds },
    { columns: [...ROWS, ...columns], edges, hasRollups: rolled },
  );
  return { ...asked, edges, width, sources: bySource(selection, sums) };
}

/** The requested range, and the part of it that can have rows. Open ends are rounded to whole minutes. */
async function rangeOf(
  ask: Ask,
  { start, end, ...all }: Selection,
  rolled: boolean,
): Promise<{ start: number; end: number; seen: { start: number; end: number } } | undefined> {
  if (start !== undefined && end !== undefined) return { start, end, seen: { start, end } };
  const extent = await askWholeExtent(ask, all, rolled);
  if (!extent) return undefined;
  const seen = {
    start: Math.max(start ?? 0, borderOf("minute", extent.start, all.site.timeZone)),
    end: Math.min(
      end ?? Number.POSITIVE_INFINITY,
      borderOf("minute", extent.end, all.site.timeZone, true),
    ),
  };
  return { start: start ?? extent.start, end: end ?? extent.end, seen };
}

function mostBuckets(selection: Selection, columns: readonly RollupColumn[]): number {
  const fields = Math.max(1, new Set(columns.flatMap(({ of }) => of ?? [])).size);
  return Math.floor(Math.min(MOST_BUCKETS, MOST_CELLS / fields) / sourcesIn(selection).length);
}

/** Without a parameter for the width, only a shorter range helps. */
function tooManyBuckets(width: Width, name: string | undefined): Problem {
  const [ko, en] =
    name !== undefined
      ? [
          `${name}=${widthText(width)} 이상으로 요청하거나 `,
          `Use ${name}=${widthText(width)} or more, or choose`,
        ]
      : ["", "Choose"];
  return new Problem("range_too_long", {
    ko: `구간이 너무 많습니다. ${ko}기간을 줄이세요`,
    en: `The response would have too many buckets. ${en} a shorter range`,
  });
}

function bySource(selection: Selection, sums: readonly BucketSums[]): Bucketed["sources"] {
  return sourcesIn(selection).map((source) => {
    const buckets = sums.filter(({ bank, rack }) => bank === source.bank && rack === source.rack);
    return { ...source, buckets, stepMicros: rhythmOf(buckets.map(countsOf)) };
  });
}

/**
 * Samples divided by the expected samples of a bucket, 0 to 1, rounded to six decimals; null if the sampling interval
 * is unknown. No samples are expected outside the range or in the future.
 */
export function coverageOf(
  count: number,
  bucket: number,
  { start, end, edges }: Pick<Bucketed, "start" | "end" | "edges">,
  stepMicros: number | undefined,
): number | null {
  if (stepMicros === undefined) return null;
  const from = Math.max(edges[bucket] ?? 0, start);
  const to = Math.min(edges[bucket + 1] ?? 0, end, Math.max(Date.now() * 1000, from + 1));
  const expected = Math.max(1, Math.round((to - from) / stepMicros));
  return Math.min(1, Math.round((count / expected) * 1e6) / 1e6);
}
