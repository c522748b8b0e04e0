import { sql } from "drizzle-orm";
import { HOUR } from "../../time/units.ts";
import type { Ask } from "../sql/client.ts";
import type { RowChunk } from "../sql/layout.ts";
import { joinRows, type Rendering, renderRow } from "../sql/render.ts";
import {
  from,
  orderColumns,
  rowOrder,
  type Selection,
  timeColumn,
  where,
} from "../sql/selection.ts";
import { buffersInTurn, type TextBuffer } from "../sql/text-buffer.ts";
import { type Bucket, cutWindows, inOrder, type Window } from "../sql/windows.ts";

export type RowStream = {
  /** Number of rows in the range when it was opened. Fewer are never delivered: the stream fails instead. */
  rows: number;
  /** The same by the hour. */
  hours: readonly Bucket[];
  chunks: AsyncIterable<RowChunk>;
};

export type StreamOptions = {
  /** Rows asked for at once, and questions under way. */
  windowRows: number;
  prefetch: number;
};

const FIRST_ROWS = 400;
const COUNT_TIMEOUT_MS = 60_000;
const WINDOW_TIMEOUT_MS = 30_000;

/**
 * All rows of a selection in order, as texts made by Postgres, window after window of time. Nothing is held
 * but the few windows under way.
 * @throws {DatabaseError} before the first row, so that the answer can still be an error
 */
export async function openStream(
  ask: Ask,
  selection: Selection,
  rendering: Rendering,
  options: StreamOptions,
): Promise<RowStream> {
  // Side by side: the count of a long range takes longer than its first rows.
  const counting = askBuckets(ask, selection);
  counting.catch(() => {});
  const head = await askHead(ask, selection, rendering);
  const buckets = await counting;
  const rows = buckets.reduce((sum, bucket) => sum + bucket.rows, 0);
  return {
    rows,
    hours: buckets,
    chunks: deliver(ask, selection, rendering, options, head, buckets, rows),
  };
}

async function* deliver(
  ask: Ask,
  selection: Selection,
  rendering: Rendering,
  options: StreamOptions,
  head: Head,
  buckets: readonly Bucket[],
  expected: number,
): AsyncGenerator<RowChunk> {
  let delivered = head.rows;
  if (head.rows > 0) yield head;
  if (head.until !== undefined) {
    const windows = cutWindows(buckets, {
      width: HOUR,
      target: options.windowRows,
      start: head.until,
    });
    // One for each window under way and one for that being sent.
    const buffers = buffersInTurn(options.prefetch + 1);
    const read = (window: Window) => askWindow(ask, selection, rendering, window, buffers());
    for await (const chunk of inOrder(windows, options.prefetch, read)) {
      delivered += chunk.rows;
      if (chunk.rows > 0) yield chunk;
    }
  }
  if (delivered < expected) {
    throw new Error(`rows disappeared during a download: ${delivered} of ${expected} delivered`);
  }
}

/** Rows per hour: the exact number of all, and where to cut. */
export async function askBuckets(ask: Ask, selection: Selection): Promise<Bucket[]> {
  const time = timeColumn(selection);
  const rows = await ask(
    sql`select (extract(epoch from hour) * 1000000)::bigint as start, rows from (
      select date_bin('1 hour', ${time}, 'epoch'::timestamptz) as hour, count(*) as rows${from(selection)}${where(selection)} group by 1
    ) as hours order by hour`,
    { timeoutMs: COUNT_TIMEOUT_MS },
  );
  return rows.map(({ start, rows }) => ({ start: Number(start), rows: Number(rows) }));
}

type Head = RowChunk & {
  /** Where the windows after it begin; undefined if it holds all rows. */
  until?: number | undefined;
};

/** The first few rows, for a first byte at once; all rows of the last moment are in it. */
async function askHead(ask: Ask, selection: Selection, rendering: Rendering): Promise<Head> {
  const columns = orderColumns(selection).map(({ name }) => sql`${sql.identifier(name)}`);
  const order = sql.join(columns, sql`, `);
  const [time = order] = columns;
  const first = sql`${from(selection)}${where(selection)} order by ${time} fetch first ${FIRST_ROWS} rows with ties`;
  const [row] = await ask(sql`
    select count(*) as rows, ${joinRows(sql`line`, rendering.layout, order)} as text,
      (extract(epoch from max(${time})) * 1000000)::bigint as last
    from (
      select ${order}, ${renderRow(selection, rendering, first)} as line${first}
    ) as head`);
  const rows = Number(row?.rows ?? 0);
  return {
    bytes: new TextEncoder().encode(row?.text ?? ""),
    rows,
    until: rows < FIRST_ROWS ? undefined : Number(row?.last) + 1,
  };
}

async function askWindow(
  ask: Ask,
  selection: Selection,
  rendering: Rendering,
  window: Window,
  buffer: TextBuffer,
): Promise<RowChunk> {
  const end = selection.end === undefined ? window.end : Math.min(window.end, selection.end);
  const part = { ...selection, start: window.start, end };
  const inside = sql`${from(part)}${where(part)}`;
  return ask.text(
    sql`select count(*) as rows, ${joinRows(renderRow(part, rendering, inside), rendering.layout, rowOrder(part))} as text${inside}`,
    buffer,
    { timeoutMs: WINDOW_TIMEOUT_MS },
  );
}
