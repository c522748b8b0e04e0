import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { parameter, wrong } from "../../request/parameter.ts";
import { pathSchema } from "../../request/place.ts";
import { readMoment, timeParameters } from "../../request/query.ts";
import {
  sourceIds,
  sourceParameters,
  sourceSchema,
  timeSchema,
  wireTime,
} from "../../request/source.ts";
import { sitePrimary } from "../../response/database.ts";
import { withoutChangeLog } from "../../response/unfit.ts";
import { COMPONENTS, type Component, capitalised, type Place } from "../../site/site.ts";
import { askFacts } from "../../store/rows/facts.ts";
import { askUpdates } from "../../store/rows/updates.ts";
import { readRequest } from "../operating-data/request.ts";

const MOST_UPDATES = 10_000;

const updatesQuery = (component: Component, place?: Place) =>
  z
    .strictObject({
      since: parameter(
        {
          description:
            "Rows written at this moment or later: the `until` of the answer before. ISO 8601, or milliseconds since 1970",
          example: "2022-05-10T09:00:00",
        },
        (text) =>
          /^\d{12,13}$/.test(text) ? { value: Number(text) * 1000 } : readMoment(text, place),
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
  "필요합니다. 예: since=2022-05-10T09:00:00",
  "is needed, e.g. since=2022-05-10T09:00:00",
);

const answerSchema = z
  .object({
    until: timeSchema.meta({
      description:
        "To be given as `since` next time. Nothing is missed so, though some rows may be told of twice",
    }),
    joined_seconds: z.number().meta({
      description:
        "Changes at most this far apart are one interval: a minute, or more where there are too many intervals",
    }),
    updates: z
      .array(
        z.object({
          ...sourceSchema,
          start: timeSchema,
          end: timeSchema,
          added: z.int().meta({ description: "Rows never corrected" }),
          corrected: z.int().meta({ description: "Rows corrected, be they new since then or not" }),
          first_written: timeSchema,
          last_written: timeSchema,
        }),
      )
      .meta({ description: "Earliest first, [start, end) in whole minutes" }),
  })
  .meta({ id: "Updates" });

/** `GET /api/ess/operating-sites/{s}/{bank|rack|pcs|etc}/updates/`: what was added or corrected since a moment. */
export function addUpdates(app: App): void {
  for (const component of COMPONENTS) {
    const path = `/api/ess/operating-sites/{s}/${component}/updates/`;
    addOperation(
      app,
      {
        method: "get",
        access: "raw:read",
        path,
        operationId: `updates${capitalised(component)}`,
        tags: ["Ingestion"],
        summary: `Where rows of ${component} were added or corrected since a moment`,
        request: { params: pathSchema(path), query: updatesQuery(component) },
        responses: {
          200: {
            description: "The intervals in which rows were written",
            content: { "application/json": { schema: answerSchema } },
          },
        },
      },
      (c) => updates(c, path, component),
    );
  }
}

async function updates(c: Context<AppEnv>, path: string, component: Component): Promise<Response> {
  const { site, query } = await readRequest(c, path, component, (place) =>
    updatesQuery(component, place),
  );
  const { bank, rack, since = 0 } = query;
  const timeFormat = query["time-format"] ?? "iso";
  const time = (text: string) => wireTime(text, timeFormat);
  // From where the one before was asked, too: a replica may be behind what it said.
  const { ask, transact } = sitePrimary(c, site);
  const { hasChangeLog } = await askFacts(ask, { site, component });
  if (!hasChangeLog) throw withoutChangeLog(component);
  const found = await askUpdates(
    transact,
    { site, component, bank, rack },
    { since, timeFormat, most: MOST_UPDATES },
  );
  return c.json({
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
}
