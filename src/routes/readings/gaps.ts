import * as z from "zod";
import { text, type Wrong, wrong } from "../../request/parameter.ts";
import { rangeOf, rangeParameters, refineRange, timeParameters } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import {
  sourceIds,
  sourceParameters,
  sourceSchema,
  timeSchema,
  wireTime,
} from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { COMPONENTS, type Component, capitalised, type Place } from "../../site/site.ts";
import { askGaps } from "../../store/rows/gaps.ts";
import { parseInterval } from "../../time/interval.ts";
import { DAY, MILLISECOND } from "../../time/units.ts";

const MOST_DAYS = 7;
const MOST_GAPS = 10_000;

const gapsQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      ...rangeParameters(place),
      ...sourceParameters(component, place?.site),
      interval: text(
        {
          description:
            "Expected time between rows, as a Postgres or ISO 8601 interval: `1s`, `10 seconds`, `PT5M`. Default: the median in the range, for each bank or rack",
          example: "1s",
        },
        (raw) => {
          const value = parseInterval(raw);
          return value !== undefined && value >= MILLISECOND && value <= DAY
            ? { value }
            : NOT_AN_INTERVAL;
        },
      ).optional(),
      ...timeParameters,
    })
    .superRefine((query, context) => {
      refineRange(query, context);
      const add = (name: string, params: Wrong) =>
        context.addIssue({ code: "custom", path: [name], params });
      const { start, end } = rangeOf(query);
      if (start === undefined) add("start-time", MISSING);
      if (end === undefined) add("end-time", MISSING);
      if (start !== undefined && end !== undefined && end - start > MOST_DAYS * DAY) {
        add("end-time", TOO_LONG);
      }
    });

const NOT_AN_INTERVAL = wrong(
  "not_an_interval",
  "1밀리초 이상 하루 이하의 간격이어야 합니다. 예: 1s, 10 seconds, PT5M",
  "must be an interval from 1 millisecond to 1 day. Examples: 1s, 10 seconds, PT5M",
);
const MISSING = wrong(
  "missing",
  "start-time과 end-time, 또는 date가 필요합니다. 예: date=2022-05-10",
  "is required unless date is given. Example: date=2022-05-10",
);
const TOO_LONG = wrong(
  "too_long",
  `start-time부터 ${MOST_DAYS}일 이내여야 합니다`,
  `must be at most ${MOST_DAYS} days after start-time`,
);

const gapSchema = z.object({
  ...sourceSchema,
  start: timeSchema,
  end: timeSchema,
  missing: z.int().nullable(),
});

const answerSchema = z
  .object({
    start: timeSchema,
    end: timeSchema.meta({ description: "End of the range, at most the current time" }),
    sources: z
      .array(
        z.object({
          ...sourceSchema,
          rows: z.int(),
          step_seconds: z.number().nullable(),
          gaps: z.int(),
          missing: z.int().nullable(),
        }),
      )
      .meta({
        description:
          "All banks or racks of the site. step_seconds is the expected time between rows, or null if it is unknown",
      }),
    count: z.int().meta({ description: "Number of gaps of all sources" }),
    complete: z.boolean().meta({
      description: `false: \`gaps\` has only the first ${MOST_GAPS} gaps; \`sources\` and \`count\` cover all`,
    }),
    gaps: z.array(gapSchema).meta({
      description:
        "Gaps, earliest first. `start` is when the first missing row was due; `end` is the next row or the end of the range",
    }),
  })
  .meta({ id: "Gaps" });

/** `GET /api/ess/operating-sites/{site}/{bank|rack|pcs|etc}/gaps/`: missing rows of a range. */
export const gaps: readonly Route[] = COMPONENTS.map((component) =>
  siteRoute({
    method: "get",
    access: "raw:read",
    path: `/api/ess/operating-sites/{site}/${component}/gaps/`,
    operationId: `gaps${capitalised(component)}`,
    tags: ["Ingestion"],
    summary: `Find gaps in the rows of ${component}`,
    description: `The range may have at most ${MOST_DAYS} days.`,
    responses: {
      200: {
        description: "Gaps by bank or rack",
        content: { "application/json": { schema: answerSchema } },
      },
    },
    component,
    query: (place) => gapsQuery(component, place),
    plan({ site, query }) {
      const { start = 0, end = 0 } = rangeOf(query);
      const { bank, rack } = query;
      return {
        selection: { site, component, bank, rack, start, end },
        step: query.interval,
        timeFormat: query["time-format"] ?? "iso",
      };
    },
    async answer({ selection, step, timeFormat }, ask) {
      const found = await askGaps(ask, selection, { step, timeFormat, most: MOST_GAPS });
      const count = found.coverage.reduce((sum, source) => sum + source.gaps, 0);
      return json({
        start: wireTime(found.start, timeFormat),
        end: wireTime(found.end, timeFormat),
        sources: found.coverage.map((source) => ({
          ...sourceIds(source),
          rows: source.rows,
          step_seconds: source.stepSeconds ?? null,
          gaps: source.gaps,
          missing: source.missing ?? null,
        })),
        count,
        complete: count === found.gaps.length,
        gaps: found.gaps.map((gap) => ({
          ...sourceIds(gap),
          start: wireTime(gap.start, timeFormat),
          end: wireTime(gap.end, timeFormat),
          missing: gap.missing ?? null,
        })),
      } satisfies z.input<typeof answerSchema>);
    },
  }),
);
