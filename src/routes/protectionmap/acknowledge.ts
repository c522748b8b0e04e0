import * as z from "zod";
import { eventItem } from "../../domain/events/item.ts";
import { member, wrong } from "../../request/parameter.ts";
import { route } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { Problem } from "../../response/problem.ts";
import { acknowledge, askEvent } from "../../store/events/events.ts";
import { eventSchema } from "./schema.ts";

const MOST_COMMENT = 1000;

const comment = z.strictObject({
  comment: member(
    {
      description: "Findings or measures",
      example: "Cell 57 checked on site",
      schema: { type: "string", minLength: 1, maxLength: MOST_COMMENT },
    },
    (raw) => {
      const text = typeof raw === "string" ? raw.trim() : "";
      const isText = text.length >= 1 && text.length <= MOST_COMMENT && !text.includes("\u0000");
      if (isText && text.isWellFormed()) return { value: text };
      return wrong(
        "not_a_comment",
        `1자에서 ${MOST_COMMENT}자 사이의 문자열이어야 합니다. 예: "현장 확인 완료"`,
        `must be a text of 1 to ${MOST_COMMENT} characters. Example: "Cell 57 checked on site"`,
      );
    },
  ),
});

/** `POST /api/ess-feature/protectionmap/events/{id}/ack/`: acknowledges an event. */
export const acknowledgement = route({
  method: "post",
  access: ["ingest", "admin"],
  path: "/api/ess-feature/protectionmap/events/{id}/ack/",
  operationId: "acknowledgeEvent",
  tags: ["Protection map"],
  summary: "Acknowledge an event with a comment",
  description: "A second acknowledgement replaces the first.",
  responses: {
    200: {
      description: "The acknowledged event",
      content: { "application/json": { schema: eventSchema } },
    },
  },
  body: { schema: comment, example: { comment: "Cell 57 checked on site" } },
  reads: "platform",
  plan: ({ event: id, sites, caller, body }) => ({
    id,
    sites,
    by: caller.key,
    comment: body.comment,
  }),
  async answer({ id, sites, by, comment: text }, ask, { audit }) {
    const ids = sites.map((site) => site.id);
    const known = await askEvent(ask, id, ids);
    if (!known) throw unknownEvent(id);
    await audit.action({ action: `acknowledge event ${id}`, site: known.site });
    const event = await acknowledge(ask, id, { sites: ids, by, comment: text });
    const site = sites.find((one) => one.id === event?.site);
    if (!event || !site) throw unknownEvent(id);
    return json(eventItem(event, site, "iso"));
  },
});

const unknownEvent = (id: number): Problem =>
  new Problem("unknown_event", {
    ko: `존재하지 않는 이벤트입니다: ${id}. 현재 이벤트: GET /api/ess-feature/protectionmap/`,
    en: `There is no event ${id}. Current events: GET /api/ess-feature/protectionmap/`,
  });
