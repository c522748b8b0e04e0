import { type Fill, fillGaps } from "../../domain/indicators/fill.ts";
import { statisticName } from "../../site/rollup.ts";
import type { BucketSums } from "../../store/rollups/aggregate.ts";
import type { Ends } from "../../store/rows/ends.ts";
import type { Source } from "../../store/sql/sources.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import { type Bucketed, coverageOf } from "./buckets.ts";

/** Aggregates of the values in a bucket. */
export const AGGREGATES = ["avg", "min", "max", "first", "last", "count"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

type Options = {
  columns: readonly string[];
  aggregates: readonly Aggregate[];
  fill: Fill;
  timeZone: string;
  timeFormat: TimeFormat;
  idsOf: (source: Source) => object;
};

/** Items of a response: the buckets of each source in order, filled as requested. */
export const itemsOf = (answer: Bucketed, ends: readonly Ends[], options: Options): object[] =>
  answer.sources.flatMap((source) => {
    const own = ends.filter(({ bank, rack }) => bank === source.bank && rack === source.rack);
    return sourceItems(answer, source, own, options);
  });

function sourceItems(
  answer: Bucketed,
  source: Bucketed["sources"][number],
  ends: readonly Ends[],
  { columns, aggregates, fill, timeZone, timeFormat, idsOf }: Options,
): object[] {
  const byBucket = new Map(source.buckets.map((sums) => [sums.bucket, sums]));
  const endsOf = new Map(ends.map((pair) => [pair.bucket, pair.values]));
  const numbers =
    fill === "none"
      ? source.buckets.map(({ bucket }) => bucket)
      : answer.edges.slice(0, -1).map((_, bucket) => bucket);
  const times = numbers.map((bucket) => answer.edges[bucket] ?? 0);
  const series = columns.flatMap((column) =>
    aggregates.map((aggregate) => {
      const values = numbers.map((bucket) =>
        aggregate === "first" || aggregate === "last"
          ? (endsOf.get(bucket)?.[column]?.[aggregate] ?? null)
          : statisticOf(byBucket.get(bucket), column, aggregate),
      );
      const filled = aggregate === "count" ? values : fillGaps(values, times, fill);
      return { key: `${aggregate}_${column.toLowerCase()}`, values: filled };
    }),
  );
  const ids = idsOf(source);
  return numbers.map((bucket, i) => {
    const count = byBucket.get(bucket)?.values.rows ?? 0;
    return {
      time: timeText(times[i] ?? 0, timeZone, timeFormat),
      ...ids,
      ...Object.fromEntries(series.map(({ key, values }) => [key, values[i] ?? null])),
      count,
      coverage: coverageOf(count, bucket, answer, source.stepMicros),
    };
  });
}

function statisticOf(
  sums: BucketSums | undefined,
  column: string,
  aggregate: Exclude<Aggregate, "first" | "last">,
): number | null {
  const value = (statistic: "n" | "sum" | "min" | "max") =>
    sums?.values[statisticName(column, statistic)] ?? null;
  const count = value("n") ?? 0;
  if (aggregate === "count") return count;
  if (aggregate !== "avg") return value(aggregate);
  return count === 0 ? null : (value("sum") ?? 0) / count;
}
