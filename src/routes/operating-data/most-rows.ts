import { mostParquetRows } from "../../response/formats/parquet/file.ts";
import { Problem } from "../../response/problem.ts";
import type { Bucket } from "../../store/sql/windows.ts";
import { timeText } from "../../time/instant.ts";
import type { Rows } from "./rows.ts";

/**
 * Rejects more rows than a Parquet file may have: its footer describes every row group and stays in memory.
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
    ko: `열이 ${columns.length}개인 Parquet 파일의 행은 최대 ${most}개인데 이 기간에는 ${count}개가 있습니다. end-time=${end}까지는 되며, format=csv와 csv.gz에는 한계가 없습니다`,
    en: `A Parquet file of ${columns.length} columns has at most ${most} rows, and this range ${count}. Up to end-time=${end} works; format=csv and csv.gz have no such limit`,
  });
}

/** Start of the hour in which the limit is exceeded, in microseconds since 1970. */
function endOf(hours: readonly Bucket[], most: number): number | undefined {
  let rows = 0;
  return hours.find((hour) => {
    rows += hour.rows;
    return rows > most;
  })?.start;
}
