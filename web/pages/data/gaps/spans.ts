import type { TimeRange } from "../request/range";

/** A bank or a rack; empty for a component without them. */
export type Source = { bank?: number | undefined; rack?: number | undefined };

/** A period with missing rows: all (`share` 0) or some. */
export type Span = TimeRange & {
  /** Share of expected rows present, 0 to 1. */
  share: number;
  /** Number of missing rows; undefined if only the share is known. */
  missing?: number | undefined;
};

/** Gaps of a source, in order. */
export type Lane = Source & {
  /** Share of expected rows present; undefined if the expected number is unknown. */
  share: number | undefined;
  spans: Span[];
  /** Gaps are unknown from here on; undefined if all are known. */
  unknownFrom?: number;
};

/** Gaps of a range, with the bucket width if counted by bucket. */
export type TimeLine = TimeRange & {
  lanes: Lane[];
  width?: string;
  gaps: number;
};

type Sourced = { bank_id?: number | undefined; rack_id?: number | undefined };
export type GapsAnswer = {
  sources: (Sourced & { rows: number; gaps: number; missing: number | null })[];
  gaps: (Sourced & { start: string | number; end: string | number; missing: number | null })[];
  count: number;
  complete: boolean;
};

const isOf =
  ({ bank, rack }: Source) =>
  ({ bank_id, rack_id }: Sourced) =>
    bank_id === bank && rack_id === rack;

/** Lanes of exact gaps. Times of the API are milliseconds. */
export function ofGaps(answer: GapsAnswer, range: TimeRange): TimeLine {
  // The API returns the earliest gaps. After the start of the last one, sources with more gaps are unknown.
  const last = answer.gaps.reduce((last, { start }) => Math.max(last, Number(start) / 1000), 0);
  const lanes = answer.sources.map(({ bank_id, rack_id, rows, gaps, missing }): Lane => {
    const source = { bank: bank_id, rack: rack_id };
    const due = rows + (missing ?? 0);
    const spans = answer.gaps.filter(isOf(source)).map((gap) => ({
      from: Number(gap.start) / 1000,
      to: Number(gap.end) / 1000,
      share: 0,
      missing: gap.missing ?? undefined,
    }));
    const isCut = !answer.complete && spans.length < gaps;
    const unknownFrom = Math.max(range.from, last, spans.at(-1)?.to ?? 0);
    return {
      ...source,
      share: rows === 0 ? 0 : missing === null ? undefined : rows / due,
      spans,
      ...(isCut ? { unknownFrom } : {}),
    };
  });
  return { ...range, lanes, gaps: answer.count };
}

/** First time at which a lane becomes unknown. */
export function knownUntil({ lanes }: TimeLine): number | undefined {
  const ends = lanes.flatMap(({ unknownFrom }) => unknownFrom ?? []);
  return ends.length > 0 ? Math.min(...ends) : undefined;
}

export type Bucket = { time: string | number; count: number; coverage: number | null };

/** A bucket with a lower share of its rows counts as a gap. */
const NEARLY_ALL = 0.995;

/** Adjacent gaps whose shares differ by less are merged. */
const ALIKE = 0.05;

/** Lane of contiguous, ordered buckets; times in milliseconds. Merges similar neighbours. */
export function ofBuckets(
  source: Source,
  buckets: readonly Bucket[],
  { from, to }: TimeRange,
): Lane {
  const starts = buckets.map(({ time }) => Number(time) / 1000);
  const spans: Span[] = [];
  let present = 0;
  let isKnown = false;
  buckets.forEach(({ count, coverage }, i) => {
    const [start, end] = [Math.max(from, starts[i] ?? from), Math.min(to, starts[i + 1] ?? to)];
    const share = coverage ?? (count > 0 ? 1 : 0);
    if (coverage !== null) isKnown = true;
    present += share * (end - start);
    if (share >= NEARLY_ALL || end <= start) return;
    const before = spans.at(-1);
    const isAlike = before?.to === start && Math.abs(before.share - share) < ALIKE;
    if (before && isAlike) {
      const [long, more] = [before.to - before.from, end - start];
      before.share = (before.share * long + share * more) / (long + more);
      before.to = end;
    } else spans.push({ from: start, to: end, share });
  });
  const hasRows = buckets.some(({ count }) => count > 0);
  if (!hasRows) return { ...source, share: 0, spans: [{ from, to, share: 0 }] };
  return { ...source, share: isKnown ? present / (to - from) : undefined, spans };
}
