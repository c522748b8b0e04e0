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

/** Events of a page that is not asked for by size. */
export const EVENTS_OF_A_PAGE = 100;

export const levelParameter = choice([1, 2], {
  description: "1: warnings, 2: protection (faults)",
  example: 1,
}).optional();

const expandParameter = word(["1s"], {
  description:
    "1s: one row for each second from an event's start to its end, as the original platform stored them; of an event that goes on as far as there are rows",
  example: "1s",
}).optional();

const filterParameters = () => ({
  error_code: whole(FIRST_CODE, LAST_CODE, {
    description: "Only events of this code",
    example: FIRST_CODE,
  }).optional(),
  level: levelParameter,
  open: flag("1: only events that go on"),
});

const listParameters = (place?: Place) => ({
  time: text(
    {
      description:
        "Events that are under way at this moment; with expand their rows of this second. ISO 8601; without an offset wall clock of the site's time zone",
      example: "2022-05-10T09:00:00",
    },
    (raw) => readMoment(raw, place),
  ).optional(),
  ...rangeParameters(place),
  ...filterParameters(),
  expand: expandParameter,
  explain: flag("1 adds why each event began: the flag, or the limit and the profile"),
  ...timeParameters,
  ...pageParameters(EVENTS_OF_A_PAGE),
});

const siteParameters = (place?: Place) => ({
  message: text(
    {
      description: "Part of the description in either language, in whatever case",
      example: "over-voltage",
      minLength: 1,
      maxLength: MOST_MESSAGE,
    },
    (raw) =>
      raw.length >= 1 && raw.length <= MOST_MESSAGE && !raw.includes("\u0000")
        ? { value: raw }
        : wrong(
            "not_a_text",
            `1자에서 ${MOST_MESSAGE}자 사이의 글이어야 합니다. 예: 과전압`,
            `must be a text of 1 to ${MOST_MESSAGE} characters, e.g. over-voltage`,
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

/** The events of all sites. */
export const eventsQuery = (place?: Place) =>
  z.strictObject(listParameters(place)).superRefine(refineList);

/** The events of one site. */
export const siteEventsQuery = (place?: Place) =>
  z.strictObject({ ...listParameters(place), ...siteParameters(place) }).superRefine(refineList);

/** How many events of each level. */
export const countsQuery = (place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...widthParameter("1 hour"),
      ...filterParameters(),
      ...siteParameters(place),
      expand: word(["1s"], {
        description:
          "1s: counts the seconds of events in a bucket instead of the events that begin in it",
        example: "1s",
      }).optional(),
      ...timeParameters,
    })
    .superRefine(refineRange);
