import * as z from "zod";
import { wrong } from "../../request/parameter.ts";
import { dayParameter, explainParameter } from "../../request/query.ts";
import type { Place } from "../../site/site.ts";
import { DAY_MS } from "../../time/units.ts";

/** Parameters of lists with one item per day. */
export const daysQuery = (place?: Place) =>
  z
    .strictObject({
      "start-date": dayParameter("First day (inclusive)", place).optional(),
      "end-date": dayParameter("End of the days (exclusive)", place).optional(),
      ...explainParameter,
    })
    .superRefine(({ "start-date": first, "end-date": end }, context) => {
      if (!first || !end || first.start <= end.start) return;
      const params = wrong(
        "before_start",
        "start-date보다 이전일 수 없습니다",
        "must not be before start-date",
      );
      context.addIssue({ code: "custom", path: ["end-date"], params });
    });

/** The range of a query for days. Missing bounds leave it open. */
export const daysRange = (query: z.output<ReturnType<typeof daysQuery>>) => ({
  start: query["start-date"]?.start,
  end: query["end-date"]?.start,
});

/** A stable id of an item, from its day since 1970, bank and rack. */
export const itemId = (date: string, bank: number, rack: number): number =>
  ((Date.parse(date) / DAY_MS) * 1000 + bank) * 1000 + rack;
