import * as z from "zod";
import { decodeCursor } from "../response/cursor.ts";
import { FILE_FORMATS, LIST_FORMATS } from "../response/formats/row-formats.ts";
import type { Place } from "../site/site.ts";
import { parseDay, parseMoment, TIME_FORMATS } from "../time/instant.ts";
import { readFields } from "./fields.ts";
import { formatParameters, refineFormat } from "./format.ts";
import { contradicts, flag, list, type Reading, text, whole, word, wrong } from "./parameter.ts";
import { sourceParameters } from "./source.ts";

export const PAGE_SIZE = { byDefault: 1000, most: 10_000 };

/** Parameters that choose a range of time; read against a place, or without one for documentation. */
export const rangeParameters = (place?: Place) => ({
  "start-time": moment("Start of the range (inclusive)", place).optional(),
  "end-time": moment("End of the range (exclusive)", place).optional(),
  date: dayParameter(
    "One day in the site's time zone. Overrides start-time and end-time",
    place,
  ).optional(),
});

/** A parameter that names a day: read as [start, end) in microseconds since 1970. */
export const dayParameter = (description: string, place: Place | undefined) =>
  text({ description, example: "2022-05-10" }, (raw): Reading<Range> => {
    const day = parseDay(raw, zone(place));
    return day
      ? { value: { start: day[0], end: day[1] } }
      : wrong(
          "not_a_date",
          "유효한 날짜여야 합니다. 예: 2022-05-10",
          "must be a valid date. Example: 2022-05-10",
        );
  });

/** The parameter that says how times are written. */
export const timeParameters = {
  "time-format": word(TIME_FORMATS, {
    description:
      "How times are written. iso: local time with the site's UTC offset; local: local time without an offset; utc: UTC with Z; unix: milliseconds since 1970",
    example: "iso",
    default: "iso",
  }).optional(),
};

/** Parameters that choose the fields of a row and how its time is written. */
export const rowParameters = (place?: Place) => ({
  fields: list(
    {
      description:
        "Return only these fields, e.g. `timestamp,bank_soc`. Separate names with commas or repeat the parameter",
      example: "timestamp",
    },
    (raw) => readFields(raw, place),
  ).optional(),
  omit: list(
    {
      description:
        "Leave out these fields, e.g. `bank_soh`. Separate names with commas or repeat the parameter",
      example: "timestamp",
    },
    (raw) => readFields(raw, place),
  ).optional(),
  ...timeParameters,
});

/** The parameter that adds to each item how it was made. */
export const explainParameter = {
  explain: flag("1 adds `explain` to each item: method, version, inputs and formula"),
};

/** The parameter that adds the mask of implausible values to a row. */
const qualityParameter = {
  quality: flag(
    "1 adds the field `quality`, a bit mask of implausible values. The site description lists the bit of each column",
  ),
};

/** The parameter that says how long a page is. */
export const pageSizeParameter = (
  { byDefault, most }: { byDefault: number; most: number },
  description = "Rows per page",
) => ({
  page_size: whole(1, most, { description, example: byDefault, default: byDefault }).optional(),
});

const PAGE = {
  description:
    "Page number, starting at 1, or `last`. To read many pages, follow `next`: it is equally fast at any depth",
  example: 1,
};

/** Parameters that choose a page of a list. */
export const pageParameters = (byDefault: number = PAGE_SIZE.byDefault) => ({
  page: z
    .union([z.int().min(1).max(1_000_000_000), z.literal("last")])
    .meta({ ...PAGE, param: { description: PAGE.description } })
    .optional(),
  ...pageSizeParameter({ byDefault, most: PAGE_SIZE.most }),
  cursor: text(
    {
      description: "Position in the list, taken from `next` or `previous` of another page",
    },
    (raw) => {
      const cursor = decodeCursor(raw);
      return cursor
        ? { value: cursor }
        : wrong(
            "not_a_cursor",
            "유효한 커서가 아닙니다. 이전 응답의 next 또는 previous URL을 그대로 사용하세요",
            "is not a valid cursor. Use the next or previous URL of an earlier response unchanged",
          );
    },
  ).optional(),
  no_page: word(["", "true", "1", "false", "0"], {
    description: "`true` streams all rows as an array without a page",
  })
    .transform((answer) => answer !== "false" && answer !== "0")
    .optional(),
});

export const listQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...rowParameters(place),
      ...pageParameters(),
      ...formatParameters(LIST_FORMATS),
      ...qualityParameter,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      refinePage(query, context);
      refineFormat(query, context);
    });

/** Refuses a page that is named in two ways. */
export function refinePage(
  query: { page?: unknown; cursor?: unknown; no_page?: boolean | undefined },
  context: z.RefinementCtx,
): void {
  const given = (["page", "cursor", "no_page"] as const).filter(
    (name) => query[name] !== undefined && query[name] !== false,
  );
  for (const name of given.slice(1)) context.addIssue(contradiction(name, given[0] ?? ""));
}

/** Reports the second of two mutually exclusive parameters. */
export const contradiction = (name: string, other: string) => ({
  code: "custom" as const,
  path: [name],
  params: contradicts(other),
});

export const latestQuery = (place?: Place) =>
  z.strictObject({ ...rowParameters(place), ...qualityParameter });

export const downloadQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...sourceParameters(place?.component ?? "rack", place?.site),
      ...rowParameters(place),
      ...formatParameters(FILE_FORMATS),
      ...qualityParameter,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      refineFormat(query, context);
    });

type Range = { start: number; end: number };

/** Refuses a range that ends before it begins. */
export function refineRange(
  query: {
    "start-time"?: number | undefined;
    "end-time"?: number | undefined;
    date?: Range | undefined;
  },
  context: z.RefinementCtx,
): void {
  const { "start-time": start, "end-time": end, date } = query;
  if (date !== undefined || start === undefined || end === undefined || start <= end) return;
  context.addIssue({
    code: "custom",
    path: ["end-time"],
    params: wrong(
      "before_start",
      "start-time보다 이전일 수 없습니다",
      "must not be before start-time",
    ),
  });
}

/** The range that a query names, [start, end) in microseconds since 1970, open where it names no bound. */
export const rangeOf = (query: {
  "start-time"?: number | undefined;
  "end-time"?: number | undefined;
  date?: Range | undefined;
}): Partial<Range> => query.date ?? { start: query["start-time"], end: query["end-time"] };

const zone = (place: Place | undefined): string => place?.site.timeZone ?? "UTC";

export function moment(description: string, place: Place | undefined) {
  return text(
    {
      description: `${description}, in ISO 8601. Without an offset, the time is in the site's time zone. A date alone means midnight`,
      example: "2022-05-10T09:00:00",
    },
    (raw) => readMoment(raw, place),
  );
}

/** @returns microseconds since 1970 */
export function readMoment(raw: string, place: Place | undefined): Reading<number> {
  // An offset's plus sign that was not percent-encoded arrives as a space.
  const value = parseMoment(
    raw.replace(/(:\d{2}(?:[.,]\d+)?) (\d{2}(?::?\d{2})?)$/, "$1+$2"),
    zone(place),
  );
  return value === undefined
    ? wrong(
        "not_a_time",
        "ISO 8601 형식의 유효한 시각이어야 합니다. 예: 2022-05-10T09:00:00 또는 2022-05-10T09:00:00+09:00",
        "must be a valid ISO 8601 time. Example: 2022-05-10T09:00:00 or 2022-05-10T09:00:00+09:00",
      )
    : { value };
}
