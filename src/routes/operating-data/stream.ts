import type { Env } from "../../env.ts";
import { type Answer, headersOnly } from "../../response/answer.ts";
import { mostParquetRows } from "../../response/formats/parquet/file.ts";
import { ROW_FORMATS } from "../../response/formats/row-formats.ts";
import { Problem } from "../../response/problem.ts";
import type { Tally } from "../../response/tally.ts";
import { askCount } from "../../store/rows/page.ts";
import { openStream } from "../../store/rows/stream.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { RowChunk } from "../../store/sql/layout.ts";
import type { Bucket } from "../../store/sql/windows.ts";
import { timeText } from "../../time/instant.ts";
import { bodyOf, headersOf, type Rows, renderingOf, withQuality } from "./rows.ts";

/**
 * Refuses more rows than a Parquet file may have: its footer, which tells of every row group, is held until the end.
 * @throws {Problem} range_too_long, naming the longest range from the same start that works
 */
export function refuseTooMany(
  { format, columns, selection }: Rows,
  count: number,
  hours: readonly Bucket[],
): void {
  const most = mostParquetRows(columns.length);
  if (format !== "parquet" || count <= most) return;
  const until = endOf(hours, most);
  const end = until === undefined ? "…" : timeText(until, selection.site.timeZone, "iso");
  throw new Problem("range_too_long", {
    ko: `열이 ${columns.length}개인 Parquet 파일에는 ${most}행까지 저장할 수 있는데 이 기간의 행은 ${count}개입니다. end-time=${end}로 기간을 줄이거나, 한도가 없는 format=csv 또는 csv.gz를 사용하세요`,
    en: `A Parquet file with ${columns.length} columns has at most ${most} rows, but the range has ${count}. Use end-time=${end}, or format=csv or csv.gz, which have no limit`,
  });
}

/** Where the hour begins whose rows would be too many, microseconds since 1970. */
function endOf(hours: readonly Bucket[], most: number): number | undefined {
  let rows = 0;
  return hours.find((hour) => {
    rows += hour.rows;
    return rows > most;
  })?.start;
}

/** Options of a stream. */
export type Streaming = {
  asked: Rows;
  /** Rows per query, and concurrent queries. */
  windows: Pick<Env, "DOWNLOAD_WINDOW_ROWS" | "DOWNLOAD_PREFETCH">;
  /** HEAD only counts the rows: nobody reads the stream. */
  isHead: boolean;
  headers?: Record<string, string>;
};

/** Streams all rows of a selection. */
export async function streamRows(
  ask: Ask,
  { asked, windows, isHead, headers = {} }: Streaming,
): Promise<Answer> {
  const rows = await withQuality(ask, asked);
  const { selection, format } = rows;
  const all = (count: number) => ({ ...headersOf(rows), "ess-rows": String(count), ...headers });
  if (isHead) {
    const count = await askCount(ask, selection);
    refuseTooMany(rows, count, []);
    return headersOnly(all(count));
  }
  const stream = await openStream(ask, selection, renderingOf(rows), {
    windowRows: Math.ceil(windows.DOWNLOAD_WINDOW_ROWS / ROW_FORMATS[format].growth),
    prefetch: windows.DOWNLOAD_PREFETCH,
  });
  refuseTooMany(rows, stream.rows, stream.hours);
  const tally: Tally = { rows: 0 };
  const { site, start, end } = selection;
  return {
    body: bodyOf(rows, counted(stream.chunks, tally), tally),
    headers: all(stream.rows),
    tally,
    transfer: { site: site.id, start, end },
  };
}

/** Counts the rows that are sent. */
async function* counted(chunks: AsyncIterable<RowChunk>, tally: Tally): AsyncGenerator<RowChunk> {
  for await (const chunk of chunks) {
    yield chunk;
    tally.rows = (tally.rows ?? 0) + chunk.rows;
  }
}
