import { type SQL, sql } from "drizzle-orm";
import type { Sums } from "../../domain/indicators/statistics.ts";
import { isRolled, measuredColumns, type RollupColumn, statisticName } from "../../site/rollup.ts";
import { alignmentOf, type Edges } from "../../time/buckets.ts";
import { type RowCounts, rhythmOf } from "../../time/rhythm.ts";
import { SECOND } from "../../time/units.ts";
import type { Ask } from "../sql/client.ts";
import { instant } from "../sql/selection.ts";
import { type BoundedSelection, partsOf, wholeRollup } from "./parts.ts";
import { list, merged, names } from "./rolled.ts";

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
 * from rollups where the buckets allow, otherwise from rows.
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
  const read = (part: SQL, isBucket = false) => readSums(part, columns, { grid, isBucket });
  const options = { timeoutMs: AGGREGATE_TIMEOUT_MS };
  const rolled = wholeRollup(selection, columns, alignment);
  const parts = partsOf(selection, columns, alignment, aligned === "row" ? grid.bucket : undefined);
  const exact = sql`with ${parts} ${read(sql`part`)}`;
  // Postgres makes only the one that it needs.
  const question = rolled
    ? sql`select case when exists (${rolled.marks}) then (${exact}) else (${read(rolled.part, rolled.width === grid.width)}) end as text`
    : exact;
  const [row] = await ask(question, options);
  return toSums(row?.text ?? "", columns, grid);
}

/**
 * Sums of parts by bucket as one text, which is read several times faster than as many rows.
 * @param isBucket whether each part is a whole bucket already
 */
function readSums(
  part: SQL,
  columns: readonly RollupColumn[],
  { grid, isBucket }: { grid: Grid; isBucket: boolean },
): SQL {
  const values = columns.map(({ name, type }) => {
    const value = sql`${sql.identifier(name)}`;
    return type === "timestamptz" ? sparse(sql`date_part('epoch', ${value})`) : value;
  });
  return sql`select string_agg(format(${template(columns.length)}, bank, rack, ${grid.number(sql`bucket`)}, ${list(values)}), E'\n' order by bank, rack, bucket) as text
    from ${isBucket ? sql`(select at as bucket, bank, rack, ${names(columns)} from ${part})` : sql`(select ${grid.bucket(sql`at`)} as bucket, bank, rack, ${merged(columns)} from ${part} group by 1, 2, 3)`} as bucket`;
}

/** Times of rows tell their rhythm where minutes do not (`rhythmOf`); always they would cost too much. */
const sparse = (value: SQL): SQL =>
  sql`case when rows < 2 * minutes or minutes < 2 then ${value} end`;

const template = (columns: number): string =>
  Array(columns + 3)
    .fill("%s")
    .join(" ");

/** Whether the rollups contain everything requested. */
function canBeRolled(
  { site, component }: BoundedSelection,
  columns: readonly RollupColumn[],
): boolean {
  if (!isRolled(component)) return false;
  const known = measuredColumns(site, component);
  return columns.every(({ of }) => of === undefined || known.includes(of));
}

/** How instants are assigned to buckets. */
type Grid = {
  /** Of all buckets, microseconds; undefined where they differ. */
  width?: number;
  bucket: (at: SQL) => SQL;
  /** The bucket's key, and its number from 0. */
  number: (bucket: SQL) => SQL;
  index: (number: number) => number;
};

function gridOf(edges: Edges): Grid {
  const [first = 0, second = 0] = edges;
  const width = second - first;
  if (edges.every((edge, i) => edge === first + i * width)) {
    return {
      width,
      bucket: (at) => sql`date_bin(${width} * interval '1 microsecond', ${at}, ${instant(first)})`,
      number: (bucket) => sql`date_part('epoch', ${bucket} - ${instant(first)})`,
      index: (seconds) => Math.round((seconds * SECOND) / width),
    };
  }
  const seconds = `{${edges.map((edge) => edge / SECOND).join(",")}}`;
  return {
    bucket: (at) => sql`width_bucket(date_part('epoch', ${at}), ${seconds}::float8[])`,
    number: (bucket) => bucket,
    index: (number) => number - 1,
  };
}

function toSums(text: string, columns: readonly RollupColumn[], grid: Grid): BucketSums[] {
  if (text === "") return [];
  return text.split("\n").map((line) => {
    const [bank, rack, bucket, ...numbers] = line.split(" ");
    const values: Record<string, number | null> = {};
    columns.forEach(({ name, type }, i) => {
      const number = Number(numbers[i]);
      const isTime = type === "timestamptz";
      values[name] = !numbers[i] ? null : isTime ? Math.round(number * SECOND) : number;
    });
    return { bucket: grid.index(Number(bucket)), bank: Number(bank), rack: Number(rack), values };
  });
}

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
