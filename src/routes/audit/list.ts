import * as z from "zod";
import { whole } from "../../request/parameter.ts";
import { lookupParameter } from "../../request/path.ts";
import { pageSizeParameter, rangeOf, rangeParameters, refineRange } from "../../request/query.ts";
import { route } from "../../request/route.ts";
import { jsonText } from "../../response/answer.ts";
import { askAudit } from "../../store/access/audit.ts";

const SIZE = { byDefault: 100, most: 1000 };

const query = z
  .strictObject({
    ...rangeParameters(),
    key: lookupParameter("Return only entries of this key: the 8 letters after `ess_`").optional(),
    ...pageSizeParameter(SIZE, "Entries per page"),
    before: whole(1, Number.MAX_SAFE_INTEGER, {
      description: "Return entries older than this one, as in `next`",
      example: 1000,
    }).optional(),
  })
  .superRefine(refineRange);

const time = z.string().nullable().meta({ format: "date-time" });
const entry = z
  .object({
    at: time,
    request_id: z.string(),
    key: z
      .string()
      .nullable()
      .meta({ description: "Lookup part of the key, or null for a request without a key" }),
    by_link: z.boolean(),
    action: z.string(),
    route: z.string(),
    operating_site: z.int().nullable(),
    start_time: time,
    end_time: time,
    query: z.string().nullable(),
    rows: z.int().nullable(),
    bytes: z.int().nullable(),
    outcome: z.string().nullable().meta({
      description: "complete or broken; null while the transfer runs, or if its worker stopped",
    }),
    ended_at: time,
  })
  .meta({ id: "AuditEntry" });

/** `GET /api/ess/audit/`: downloads and changes of keys, newest first. */
export const listAudit = route({
  method: "get",
  access: "admin",
  path: "/api/ess/audit/",
  operationId: "listAudit",
  tags: ["Access"],
  summary: "List downloads and key changes, newest first",
  responses: {
    200: {
      description: "A page. `next` is the URL of the following page",
      content: {
        "application/json": {
          schema: z.object({ next: z.string().nullable(), results: z.array(entry) }),
        },
      },
    },
  },
  query: () => query,
  reads: "platform",
  plan: ({ query: { key, before, page_size: size = SIZE.byDefault, ...range }, caller, url }) => ({
    filter: { ...rangeOf(range), key, sites: caller.sites, before, size },
    url,
  }),
  async answer({ filter, url }, ask) {
    const { entries, next } = await askAudit(ask, filter);
    const following = new URL(url);
    if (next !== undefined) following.searchParams.set("before", String(next));
    const head = JSON.stringify({ next: next === undefined ? null : following.href });
    return jsonText(`${head.slice(0, -1)},"results":[${entries.join(",")}]}`, {
      rows: entries.length,
    });
  },
});
