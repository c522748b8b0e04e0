import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "../sql/client.ts";
import { type EventFilter, whereEvent } from "./events.ts";
import { spans } from "./seconds.ts";

/** Events of a level that begin in a bucket, or their seconds in it; `bucket` in microseconds since 1970. */
export type LevelCount = { bucket: number; site: number; level: number; count: number };

type Buckets = {
  /** Where a bucket begins, and their width; microseconds. */
  origin: number;
  width: number;
  /** Of more, undefined is answered. */
  most: number;
};

const big = (value: number): SQL => sql`${value}::bigint`;
const bucketOf = (micros: SQL, { origin, width }: Buckets): SQL =>
  sql`floor((${micros} - ${big(origin)})::numeric / ${big(width)})::bigint`;

/** Counts by bucket, the newest first, then level; undefined where there are too many. */
export async function askLevelCounts(
  ask: Ask,
  filter: EventFilter,
  buckets: Buckets,
): Promise<LevelCount[] | undefined> {
  const { start, end } = filter;
  const started = sql`(extract(epoch from e.start_at) * 1000000)::bigint`;
  const inside = sql`${started} >= ${big(start ?? 0)} and ${end === undefined ? sql`true` : sql`${started} < ${big(end)}`}`;
  return toCounts(
    await ask(sql`
      select ${bucketOf(started, buckets)} as bucket, site, level, count(*) as count
      from protection_event as e where ${whereEvent(filter)} and ${inside}
      group by 1, 2, 3 order by 1 desc, 2, 3 limit ${big(buckets.most + 1)}`),
    buckets,
  );
}

/** The same of the seconds of events: a row of each, as the original platform counted. */
export async function askSecondCounts(
  ask: Ask,
  filter: EventFilter,
  buckets: Buckets,
): Promise<LevelCount[] | undefined> {
  const [first, last] = [bucketOf(sql`first_at`, buckets), bucketOf(sql`last_at`, buckets)];
  const span = sql`${spans(filter)} as e where last_at >= first_at`;
  const [cells] = await ask(
    sql`select coalesce(sum(${last} - ${first} + 1), 0) as count from ${span}`,
  );
  if (Number(cells?.count) > MOST_CELLS) return undefined;
  const begins = sql`${big(buckets.origin)} + n * ${big(buckets.width)}`;
  // The k-th second of a span lies in the bucket from the first k on, to that of the next bucket.
  const before = (moment: SQL) =>
    sql`least(greatest(ceil((${moment} - first_at)::numeric / 1000000), 0), seconds)`;
  return toCounts(
    await ask(sql`
      select n as bucket, site, level, sum(${before(sql`${begins} + ${big(buckets.width)}`)} - ${before(begins)})::bigint as count
      from (select *, (last_at - first_at) / 1000000 + 1 as seconds from ${span}) as span
      cross join lateral generate_series(${first}, ${last}) as n
      group by 1, 2, 3 having sum(${before(sql`${begins} + ${big(buckets.width)}`)} - ${before(begins)}) > 0
      order by 1 desc, 2, 3 limit ${big(buckets.most + 1)}`),
    buckets,
  );
}

/** Buckets of all events that are looked into for one answer. */
const MOST_CELLS = 1_000_000;

function toCounts(
  rows: Awaited<ReturnType<Ask>>,
  { origin, width, most }: Buckets,
): LevelCount[] | undefined {
  if (rows.length > most) return undefined;
  return rows.map(({ bucket, site, level, count }) => ({
    bucket: origin + Number(bucket) * width,
    site: Number(site),
    level: Number(level),
    count: Number(count),
  }));
}
