import { ROW_FORMATS, type RowFormatName } from "./formats/row-formats.ts";
import { Problem } from "./problem.ts";

type MediaRange = { type: string; quality: number };

/**
 * The format that `Accept` prefers (RFC 9110): each has the quality of the range that names it most closely; of
 * equals the first one that is offered.
 * @throws {Problem} not_acceptable
 */
export function preferredFormat<F extends RowFormatName>(
  accept: string | undefined,
  offered: readonly [F, ...F[]],
): F {
  const ranges = readRanges(accept ?? "");
  if (ranges.length === 0) return offered[0];
  const qualities = offered.map((format) => qualityOf(format, ranges));
  const best = Math.max(...qualities);
  const format = offered[qualities.indexOf(best)];
  if (best > 0 && format) return format;
  const types = offered.flatMap((name) => ROW_FORMATS[name].mediaTypes.slice(0, 1)).join(", ");
  const names = offered.join(", ");
  throw new Problem("not_acceptable", {
    ko: `요청한 미디어 형식을 제공할 수 없습니다. Accept에 ${types} 중 하나를 사용하거나 format=으로 선택하세요: ${names}`,
    en: `None of the requested media types is available. Request one of ${types}, or select a format with format=: ${names}`,
  });
}

/** Whether an answer may be sent gzipped (RFC 9110, 12.5.3). */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  const ranges = readRanges(acceptEncoding ?? "");
  const named =
    ranges.find(({ type }) => type === "gzip") ?? ranges.find(({ type }) => type === "*");
  return (named?.quality ?? 0) > 0;
}

function readRanges(accept: string): MediaRange[] {
  return accept
    .split(",")
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== "")
    .map((item) => {
      const [type = "", ...parameters] = item.split(";").map((part) => part.trim());
      const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
      return { type, quality: quality === undefined ? 1 : Number(quality) || 0 };
    });
}

function qualityOf(format: RowFormatName, ranges: readonly MediaRange[]): number {
  const { mediaTypes } = ROW_FORMATS[format];
  const closest = [...mediaTypes, ...mediaTypes.map((type) => `${type.split("/")[0]}/*`), "*/*"];
  for (const type of closest) {
    const named = ranges.filter((range) => range.type === type);
    if (named.length > 0) return Math.max(...named.map(({ quality }) => quality));
  }
  return 0;
}
