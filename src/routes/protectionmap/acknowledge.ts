import type { Context } from "hono";
import * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { eventItem } from "../../domain/events/item.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { check, noQuery, refuse, refuseQuery } from "../../request/input.ts";
import { readJsonBody } from "../../request/json-body.ts";
import { member, wrong } from "../../request/parameter.ts";
import { pathSchema, sitesOf } from "../../request/place.ts";
import { auditAction } from "../../response/audit.ts";
import { platformDatabase } from "../../response/database.ts";
import { Problem } from "../../response/problem.ts";
import { acknowledge, askEvent } from "../../store/events/events.ts";
import { eventSchema } from "./schema.ts";

const PATH = "/api/ess-feature/protectionmap/events/{id}/ack/";
const MOST_COMMENT = 1000;

const request = z.strictObject({
  comment: member(
    {
      description: "What was found or done",
      example: "Cell 57 checked on site",
      schema: { type: "string", minLength: 1, maxLength: MOST_COMMENT },
    },
    (raw) => {
      const text = typeof raw === "string" ? raw.trim() : "";
      const isText = text.length >= 1 && text.length <= MOST_COMMENT && !text.includes("\u0000");
      if (isText && text.isWellFormed()) return { value: text };
      return wrong(
        "not_a_comment",
        `1자에서 ${MOST_COMMENT}자 사이의 글이어야 합니다. 예: "현장 확인 완료"`,
        `must be a text of 1 to ${MOST_COMMENT} characters, e.g. "Cell 57 checked on site"`,
      );
    },
  ),
});

/** `POST /api/ess-feature/protectionmap/events/{id}/ack/`: somebody has seen an event, and says so. */
export function addAcknowledgement(app: App): void {
  addOperation(
    app,
    {
      method: "post",
      access: ["ingest", "admin"],
      path: PATH,
      operationId: "acknowledgeEvent",
      tags: ["Protection map"],
      summary: "Acknowledges an event with a comment; a second time replaces the first",
      request: {
        params: pathSchema(PATH),
        query: noQuery,
        body: {
          required: true,
          content: {
            "application/json": {
              schema: request,
              example: { comment: "Cell 57 checked on site" },
            },
          },
        },
      },
      responses: {
        200: {
          description: "The event",
          content: { "application/json": { schema: eventSchema } },
        },
      },
    },
    answer,
  );
}

async function answer(c: Context<AppEnv>): Promise<Response> {
  refuseQuery(c);
  const { value: path, faults } = check("path", pathSchema(PATH), c.req.param());
  if (!path) refuse(faults);
  const id = path.id ?? 0;
  const { comment } = await readJsonBody(c, request);
  const ask = platformDatabase(c);
  const seen = sitesOf(c);
  const sites = seen.map((site) => site.id);
  const known = await askEvent(ask, id, sites);
  if (!known) throw unknownEvent(id);
  await auditAction(c, { action: `acknowledge event ${id}`, site: known.site });
  const event = await acknowledge(ask, id, { sites, by: c.get("caller").key, comment });
  const site = seen.find((one) => one.id === event?.site);
  if (!event || !site) throw unknownEvent(id);
  return c.json(eventItem(event, site, "iso"));
}

const unknownEvent = (id: number): Problem =>
  new Problem("unknown_event", {
    ko: `이벤트 ${id}은(는) 없습니다`,
    en: `There is no event ${id}`,
  });
