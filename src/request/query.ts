import * as z from "zod";
import { decodeCursor } from "../response/cursor.ts";
import { FILE_FORMATS, LIST_FORMATS } from "../response/formats/row-formats.ts";
import type { Place } from "../site/site.ts";
import { parseDay, parseMoment, TIME_FORMATS } from "../time/instant.ts";
import { readFields } from "./fields.ts";
import { formatParameters, refineFormat } from "./format.ts";
import {
  contradicts,
  flag,
  parameter,
  type Reading,
  readWhole,
  readWord,
  wrong,
} from "./parameter.ts";
import { sourceParameters } from "./source.ts";

export const PAGE_SIZE = { byDefault: 1000, most: 10_000 };

const DATE_TIME = { type: "string" };

/** Parameters that choose a range of time; read against a place, or without one for documentation. */
export const rangeParameters = (place?: Place) => ({
  "start-time": moment("First moment of the range", place).optional(),
  "end-time": moment("End of the range; rows at this moment are not in it", place).optional(),
  date: dayParameter(
    "One day of the site's time zone; wins over start-time and end-time",
    place,
  ).optional(),
});

/** A parameter that names a day: read as [start, end) in microseconds since 1970. */
export const dayParameter = (description: string, place: Place | undefined) =>
  parameter({ description, example: "2022-05-10" }, (text): Reading<Range> => {
    const day = parseDay(text, zone(place));
    return day
      ? { value: { start: day[0], end: day[1] } }
      : wrong(
          "not_a_date",
          "존재하는 날짜여야 합니다. 예: 2022-05-10",
          "must be a day that exists, e.g. 2022-05-10",
        );
  });

/** The parameter that says how times are written. */
export const timeParameters = {
  "time-format": parameter(
    {
      description:
        "iso: wall clock with the site's offset; local: wall clock alone; utc: with Z; unix: milliseconds since 1970",
      example: "iso",
      schema: { type: "string", enum: TIME_FORMATS, default: "iso" },
    },
    (text) => readWord(text, TIME_FORMATS),
  ).optional(),
};

/** Parameters that choose the fields of a row and how its time is written. */
export const rowParameters = (place?: Place) => ({
  fields: parameter(
    {
      description: "Only these fields, e.g. `timestamp,bank_soc`; comma separated or repeated",
      example: "timestamp",
    },
    (text) => readFields(text, place),
    { list: true },
  ).optional(),
  omit: parameter(
    {
      description: "All fields but these, e.g. `bank_soh`; comma separated or repeated",
      example: "timestamp",
    },
    (text) => readFields(text, place),
    { list: true },
  ).optional(),
  ...timeParameters,
});

/** The parameter that adds to each item how it was made. */
export const explainParameter = {
  explain: flag("1 adds a last key `explain` to each item: method, version, inputs, formula"),
};

/** The parameter that adds the mask of implausible values to a row. */
const qualityParameter = {
  quality: flag(
    "1 adds a last field `quality`: bit i is set if the column with this bit, as the description of the site tells, has a value that cannot be true",
  ),
};

/** The parameter that says how long a page is. */
export const pageSizeParameter = (
  { byDefault, most }: { byDefault: number; most: number },
  description = "Rows of a page",
) => ({
  page_size: parameter(
    {
      description,
      example: byDefault,
      schema: { type: "integer", minimum: 1, maximum: most, default: byDefault },
    },
    (text) => readWhole(text, 1, most, String(byDefault)),
  ).optional(),
});

/** Parameters that choose a page of a list. */
export const pageParameters = (byDefault: number = PAGE_SIZE.byDefault) => ({
  page: parameter(
    {
      description:
        "Number of the page, from 1, or `last`. For many pages follow `next` instead: it costs the same at any depth",
      example: 1,
      schema: {
        anyOf: [
          { type: "integer", minimum: 1 },
          { type: "string", enum: ["last"] },
        ],
      },
    },
    (text): Reading<number | "last"> =>
      text === "last" ? { value: text } : readWhole(text, 1, 1_000_000_000, "1"),
  ).optional(),
  ...pageSizeParameter({ byDefault, most: PAGE_SIZE.most }),
  cursor: parameter(
    {
      description: "Place of a page, as the `next` and `previous` of another page give it",
    },
    (text) => {
      const cursor = decodeCursor(text);
      return cursor
        ? { value: cursor }
        : wrong(
            "not_a_cursor",
            "커서가 아닙니다. 앞선 응답의 next 또는 previous 주소를 그대로 쓰십시오",
            "is no cursor; use the next or previous address of an earlier answer as it is",
          );
    },
  ).optional(),
  no_page: parameter(
    {
      description: "`true`: all rows as a bare array, streamed",
      schema: { type: "string", enum: ["", "true", "1", "false", "0"] },
    },
    (text): Reading<boolean> => {
      const word = readWord(text, ["", "true", "1", "false", "0"]);
      return "value" in word ? { value: word.value !== "false" && word.value !== "0" } : word;
    },
  ).optional(),
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

/** Of two parameters that cannot be given together the second is told. */
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
      "start-time보다 앞설 수 없습니다",
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
  return parameter(
    {
      description: `${description}. ISO 8601; without an offset wall clock of the site's time zone; a date alone is its midnight`,
      example: "2022-05-10T09:00:00",
      schema: DATE_TIME,
    },
    (text) => readMoment(text, place),
  );
}

/** @returns microseconds since 1970 */
export function readMoment(text: string, place: Place | undefined): Reading<number> {
  // An offset's plus sign that was not percent-encoded arrives as a space.
  const value = parseMoment(
    text.replace(/(:\d{2}(?:[.,]\d+)?) (\d{2}(?::?\d{2})?)$/, "$1+$2"),
    zone(place),
  );
  return value === undefined
    ? wrong(
        "not_a_time",
        "ISO 8601 형식의 존재하는 시각이어야 합니다. 예: 2022-05-10T09:00:00 또는 2022-05-10T09:00:00+09:00",
        "must be a time that exists, in ISO 8601, e.g. 2022-05-10T09:00:00 or 2022-05-10T09:00:00+09:00",
      )
    : { value };
}
