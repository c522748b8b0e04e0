import * as z from "zod";
import { BANK_RULES, RACK_RULES } from "../../domain/events/rules.ts";
import { widthParameter } from "../../request/bucket-query.ts";
import { choice, flag, text, whole, word, wrong } from "../../request/parameter.ts";
import {
  contradiction,
  pageParameters,
  rangeParameters,
  readMoment,
  refinePage,
  refineRange,
  timeParameters,
} from "../../request/query.ts";
import { sourceParameters } from "../../request/source.ts";
import type { Place } from "../../site/site.ts";

const CODES = [...RACK_RULES, ...BANK_RULES].map(({ code }) => code);
const [FIRST_CODE, LAST_CODE] = [Math.min(...CODES), Math.max(...CODES)];
const MOST_MESSAGE = 200;

/** Default page size. */
export const EVENTS_OF_A_PAGE = 100;

export const levelParameter = choice([1, 2], {
  description: "Return only this level: 1 warnings, 2 protection (faults)",
  example: 1,
}).optional();

const expandParameter = word(["1s"], {
  description:
    "1s returns one row per second of an event, as the original platform stored them. The seconds of an ongoing event end with the last row",
  example: "1s",
}).optional();

const filterParameters = () => ({
  error_code: whole(FIRST_CODE, LAST_CODE, {
    description: "Return only events with this code",
    example: FIRST_CODE,
  }).optional(),
  level: levelParameter,
  open: flag("1 returns only ongoing events"),
});

const listParameters = (place?: Place) => ({
  time: text(
    {
      description:
        "Return events ongoing at this time, or with expand their rows of this second. ISO 8601. Without an offset, the time is in the site's time zone",
      example: "2022-05-10T09:00:00",
    },
    (raw) => readMoment(raw, place),
  ).optional(),
  ...rangeParameters(place),
  ...filterParameters(),
  expand: expandParameter,
  explain: flag("1 adds `explanation` to each event: the flag, or the limit and its profile"),
  ...timeParameters,
  ...pageParameters(EVENTS_OF_A_PAGE),
});

const siteParameters = (place?: Place) => ({
  message: text(
    {
      description: "Text in the description, in Korean or English. Case is ignored",
      example: "over-voltage",
      minLength: 1,
      maxLength: MOST_MESSAGE,
    },
    (raw) =>
      raw.length >= 1 && raw.length <= MOST_MESSAGE && !raw.includes("\u0000")
        ? { value: raw }
        : wrong(
            "not_a_text",
            `1자에서 ${MOST_MESSAGE}자 사이의 문자열이어야 합니다. 예: 과전압`,
            `must be a text of 1 to ${MOST_MESSAGE} characters. Example: over-voltage`,
          ),
  ).optional(),
  ...sourceParameters("rack", place?.site),
});

type ListQuery = z.output<z.ZodObject<ReturnType<typeof listParameters>>>;

function refineList(query: ListQuery, context: z.RefinementCtx): void {
  refineRange(query, context);
  refinePage(query, context);
  const range = (["start-time", "end-time", "date"] as const).find(
    (name) => query[name] !== undefined,
  );
  if (query.time !== undefined && range) context.addIssue(contradiction(range, "time"));
  if (query.expand && query.explain) context.addIssue(contradiction("explain", "expand"));
}

/** Query for the events of all sites. */
export const eventsQuery = (place?: Place) =>
  z.strictObject(listParameters(place)).superRefine(refineList);

/** Query for the events of one site. */
export const siteEventsQuery = (place?: Place) =>
  z.strictObject({ ...listParameters(place), ...siteParameters(place) }).superRefine(refineList);

/** Query for the number of events per level. */
export const countsQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...widthParameter("1 hour"),
      ...filterParameters(),
      ...siteParameters(place),
      expand: word(["1s"], {
        description: "1s counts the seconds of events instead of new events",
        example: "1s",
      }).optional(),
      ...timeParameters,
    })
    .superRefine(refineRange);
