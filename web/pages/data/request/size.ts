import { FORMATS, type FormatName, type Row } from "./formats";

/** Approximate file size in bytes, from sample rows; undefined without any. */
export function expectedBytes(
  format: FormatName,
  first: readonly Row[],
  rows: number,
  header: readonly string[],
): number | undefined {
  if (first.length === 0) return undefined;
  const { rowBytes } = FORMATS[format];
  const mean = first.reduce((sum, row) => sum + rowBytes(row), 0) / first.length;
  return Math.round(mean * rows + header.join(",").length);
}
