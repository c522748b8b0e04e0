import { type SQL, sql } from "drizzle-orm";
import type { Sums } from "../indicators/statistics.ts";
import { alignmentOf, type Edges } from "../sites/buckets.ts";
import { type RowCounts, rhythmOf } from "../sites/rhythm.ts";
import { isRolled, measuredColumns, type RollupColumn, statisticName } from "../sites/rollup.ts";
import type { Ask } from "./client.ts";
import { type BoundedSelection, partsOf } from "./parts.ts";
import { list, merged } from "./rolled.ts";
import { instant } from "./selection.ts";

const AGGREGATE_TIMEOUT_MS = 30_000;

/** Sums of the rows of one bank or rack (0 where the component has none) in one bucket. */
export type BucketSums = {
  /** Number of the bucket, from 0. */
  bucket: number;
  bank: number;
  rack: number;
  /** By the names of the columns asked for; null where no row has a value. */
  values: Readonly<Record<string, number | null>>;
};

export type Question = {
  columns: readonly RollupColumn[];
  edges: Edges;
  /** Whether the database has rollups. */
  hasRollups: boolean;
};

/**
 * Sums of a selection by bucket and source, only of buckets that have rows, in the order of bank, rack, bucket:
 * from rollups where the buckets allow, otherwise from rows; one question.
 * @throws {DatabaseError}
 */
export async function askSums(
  ask: Ask,
  selection: BoundedSelection,
  { columns, edges, hasRollups }: Question,
): Promise<BucketSums[]> {
  if (edges.length < 2) return [];
  const grid = gridOf(edges);
  const aligned = alignmentOf(edges, selection.site.timeZone);
  const alignment = hasRollups && canBeRolled(selection, columns) ? aligned : "row";
  const parts = partsOf(selection, columns, alignment, aligned === "row" ? grid.bucket : undefined);
  const [row] = await ask(
    sql`with ${parts}, bucket as (
      select ${grid.bucket(sql`at`)} as bucket, bank, rack, ${merged(columns)} from part group by 1, 2, 3
    )
    select string_agg(format(${template(columns.length)}, bank, rack, ${grid.number(sql`bucket`)}, ${asText(columns)}), E'\n' order by bank, rack, bucket) as text from bucket`,
    { timeoutMs: AGGREGATE_TIMEOUT_MS },
  );
  // One text is read several times faster than as many rows.
  return row?.text ? row.text.split("\n").map((line) => toSums(line, columns)) : [];
}

const template = (columns: number): string =>
  Array(columns + 3)
    .fill("%s")
    .join(" ");

/** Whether rollups have all that is asked for. */
function canBeRolled(
  { site, component }: BoundedSelection,
  columns: readonly RollupColumn[],
): boolean {
  if (!isRolled(component)) return false;
  const known = measuredColumns(site, component);
  return columns.every(({ of }) => of === undefined || known.includes(of));
}

type Grid = {
  bucket: (at: SQL) => SQL;
  number: (bucket: SQL) => SQL;
};

/** How moments are told to which bucket they belong. */
function gridOf(edges: Edges): Grid {
  const [first = 0, second = 0] = edges;
  const width = second - first;
  const regular = edges.every((edge, i) => edge === first + i * width);
  if (regular) {
    return {
      bucket: (at) => sql`date_bin(${width} * interval '1 microsecond', ${at}, ${instant(first)})`,
      number: (bucket) =>
        sql`round(extract(epoch from ${bucket} - ${instant(first)}) * 1000000 / ${width}::bigint)`,
    };
  }
  const seconds = `{${edges.map((edge) => edge / 1_000_000).join(",")}}`;
  return {
    bucket: (at) => sql`width_bucket(extract(epoch from ${at})::float8, ${seconds}::float8[])`,
    number: (bucket) => sql`${bucket} - 1`,
  };
}

function toSums(line: string, columns: readonly RollupColumn[]): BucketSums {
  const [bank, rack, bucket, ...numbers] = line.split(" ");
  const values: Record<string, number | null> = {};
  columns.forEach(({ name }, i) => {
    values[name] = numbers[i] ? Number(numbers[i]) : null;
  });
  return { bucket: Number(bucket), bank: Number(bank), rack: Number(rack), values };
}

/** Times as microseconds since 1970. */
const asText = (columns: readonly RollupColumn[]): SQL =>
  list(
    columns.map(({ name, type }) => {
      const column = sql.identifier(name);
      return type === "timestamptz"
        ? sql`(extract(epoch from ${column}) * 1000000)::bigint`
        : sql`${column}`;
    }),
  );

/** How many rows a bucket has, and from when to when. */
export const countsOf = ({ values }: BucketSums): RowCounts => ({
  rows: values.rows ?? 0,
  minutes: values.minutes ?? 0,
  firstAt: values.first_at ?? 0,
  lastAt: values.last_at ?? 0,
});

/** Sum and count of a column's values that can be true, and how many rows have none. */
export function sumsOf({ values }: BucketSums, column: string): Sums {
  const count = values[statisticName(column, "n")] ?? 0;
  const sum = values[statisticName(column, "sum")] ?? 0;
  return { sum, count, excluded: (values.rows ?? 0) - count };
}

/** How long a value of a bucket stands for, seconds, by the rhythm of the bucket's rows. */
export const secondsPerValue = (bucket: BucketSums): number =>
  (rhythmOf([countsOf(bucket)]) ?? SECOND) / SECOND;

const SECOND = 1_000_000;
