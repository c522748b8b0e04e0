import * as z from "zod";
import { text, wrong } from "../../request/parameter.ts";
import { readMoment, timeParameters } from "../../request/query.ts";
import { type Route, siteRoute } from "../../request/route.ts";
import {
  sourceIds,
  sourceParameters,
  sourceSchema,
  timeSchema,
  wireTime,
} from "../../request/source.ts";
import { json } from "../../response/answer.ts";
import { withoutChangeLog } from "../../response/unfit.ts";
import { COMPONENTS, type Component, capitalised, type Place } from "../../site/site.ts";
import { askFacts } from "../../store/rows/facts.ts";
import { askUpdates } from "../../store/rows/updates.ts";

const MOST_UPDATES = 10_000;

const updatesQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      since: text(
        {
          description:
            "Return changes at this time or later: send the `until` of the previous response. ISO 8601, or milliseconds since 1970",
          example: "2022-05-10T09:00:00",
        },
        (raw) => (/^\d{12,13}$/.test(raw) ? { value: Number(raw) * 1000 } : readMoment(raw, place)),
      ).optional(),
      ...sourceParameters(component, place?.site),
      ...timeParameters,
    })
    .superRefine(({ since }, context) => {
      if (since === undefined) {
        context.addIssue({ code: "custom", path: ["since"], params: MISSING });
      }
    });

const MISSING = wrong(
  "missing",
  "필수 매개변수입니다. 예: since=2022-05-10T09:00:00",
  "is required. Example: since=2022-05-10T09:00:00",
);

const answerSchema = z
  .object({
    until: timeSchema.meta({
      description:
        "Send it as `since` in the next request. No change is missed; some may be reported twice",
    }),
    joined_seconds: z.number().meta({
      description:
        "Changes at most this far apart are joined into one interval: 60, or more if there are too many intervals",
    }),
    updates: z
      .array(
        z.object({
          ...sourceSchema,
          start: timeSchema,
          end: timeSchema,
          added: z.int().meta({ description: "Number of rows without corrections" }),
          corrected: z.int().meta({ description: "Number of corrected rows, including new ones" }),
          first_written: timeSchema,
          last_written: timeSchema,
        }),
      )
      .meta({ description: "Intervals [start, end) in whole minutes, earliest first" }),
  })
  .meta({ id: "Updates" });

/** `GET /api/ess/operating-sites/{site}/{bank|rack|pcs|etc}/updates/`: rows added or corrected since a time. */
export const updates: readonly Route[] = COMPONENTS.map((component) =>
  siteRoute({
    method: "get",
    access: "raw:read",
    path: `/api/ess/operating-sites/{site}/${component}/updates/`,
    operationId: `updates${capitalised(component)}`,
    tags: ["Ingestion"],
    summary: `Find added or corrected rows of ${component} since a given time`,
    responses: {
      200: {
        description: "Intervals in which rows were written",
        content: { "application/json": { schema: answerSchema } },
      },
    },
    component,
    query: (place) => updatesQuery(component, place),
    // Always from the primary: a replica may be behind the previous `until`.
    reads: "nothing",
    plan: ({ site, query: { bank, rack, since = 0, "time-format": timeFormat = "iso" } }) => ({
      source: { site, component, bank, rack },
      since,
      timeFormat,
    }),
    async answer({ source, since, timeFormat }, _ask, { primary }) {
      const time = (text: string) => wireTime(text, timeFormat);
      const { ask, transact } = primary(source.site);
      const { hasChangeLog } = await askFacts(ask, source);
      if (!hasChangeLog) throw withoutChangeLog(component);
      const most = MOST_UPDATES;
      const found = await askUpdates(transact, source, { since, timeFormat, most });
      return json({
        until: time(found.until),
        joined_seconds: found.joinedSeconds,
        updates: found.updates.map((update) => ({
          ...sourceIds(update),
          start: time(update.start),
          end: time(update.end),
          added: update.added,
          corrected: update.corrected,
          first_written: time(update.firstWritten),
          last_written: time(update.lastWritten),
        })),
      } satisfies z.input<typeof answerSchema>);
    },
  }),
);
