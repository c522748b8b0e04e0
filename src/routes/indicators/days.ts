import * as z from "zod";
import { parameter, type Reading, wrong } from "../../http/parameter.ts";
import { explainParameter } from "../../http/query.ts";
import type { Place } from "../../sites/site.ts";
import { parseDay } from "../../sites/time.ts";

/** A day of the site, as [start, end) in microseconds since 1970. */
type Day = { start: number; end: number };

const dayParameter = (description: string, place: Place | undefined) =>
  parameter({ description, example: "2022-05-10" }, (text): Reading<Day> => {
    const day = parseDay(text, place?.site.timeZone ?? "UTC");
    return day
      ? { value: { start: day[0], end: day[1] } }
      : wrong(
          "not_a_date",
          "존재하는 날짜여야 합니다. 예: 2022-05-10",
          "must be a day that exists, e.g. 2022-05-10",
        );
  }).optional();

/** Parameters of lists with one item a day. */
export const daysQuery = (place?: Place) =>
  z
    .strictObject({
      "start-date": dayParameter("First day", place),
      "end-date": dayParameter("The day after the last one", place),
      ...explainParameter,
    })
    .superRefine(({ "start-date": first, "end-date": end }, context) => {
      if (!first || !end || first.start <= end.start) return;
      const params = wrong(
        "before_start",
        "start-date보다 앞설 수 없습니다",
        "must not be before start-date",
      );
      context.addIssue({ code: "custom", path: ["end-date"], params });
    });

/** The range that a query of days names, open where it names no bound. */
export const daysRange = (query: z.output<ReturnType<typeof daysQuery>>) => ({
  start: query["start-date"]?.start,
  end: query["end-date"]?.start,
});

/** `2022-05-10` for a moment of that day; stable numbers of items: day since 1970, bank, rack. */
export const dateText = (time: string | number): string => String(time).slice(0, 10);

export const itemId = (date: string, bank: number, rack: number): number =>
  ((Date.parse(date) / 86_400_000) * 1000 + bank) * 1000 + rack;
