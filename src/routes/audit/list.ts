import type { Context } from "hono";
import * as z from "zod";
import { askAudit } from "../../db/audit.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { platformDatabase } from "../../http/database.ts";
import { check, rawQuery, refuse } from "../../http/input.ts";
import { parameter, readWhole } from "../../http/parameter.ts";
import { publicUrl } from "../../http/public-url.ts";
import { pageSizeParameter, rangeOf, rangeParameters, refineRange } from "../../http/query.ts";
import { lookupParameter } from "../keys/schema.ts";

const PATH = "/api/ess/audit/";
const SIZE = { byDefault: 100, most: 1000 };

const query = z
  .strictObject({
    ...rangeParameters(),
    key: lookupParameter("Only what this key did: the 8 letters after `ess_`").optional(),
    ...pageSizeParameter(SIZE, `Entries of a page, ${SIZE.byDefault} by default`),
    before: parameter(
      {
        description: "As `next` carries it: entries older than this one",
        example: 1000,
        schema: { type: "integer", minimum: 1 },
      },
      (text) => readWhole(text, 1, Number.MAX_SAFE_INTEGER, "100"),
    ).optional(),
  })
  .superRefine(refineRange);

const time = z.string().nullable().meta({ format: "date-time" });
const entry = z
  .object({
    at: time,
    request_id: z.string(),
    key: z.string().nullable().meta({ description: "Lookup part; null where no key was needed" }),
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
      description: "complete, broken; null: under way, or its worker died",
    }),
    ended_at: time,
  })
  .meta({ id: "AuditEntry" });

/** `GET /api/ess/audit/`: who took what away, and who made and revoked keys; newest first. */
export function addAudit(app: App): void {
  addOperation(
    app,
    {
      method: "get",
      access: "admin",
      path: PATH,
      operationId: "listAudit",
      tags: ["Access"],
      summary: "Transfers and changes of keys, newest first",
      request: { query },
      responses: {
        200: {
          description: "A page; `next` is the address of the following one",
          content: {
            "application/json": {
              schema: z.object({ next: z.string().nullable(), results: z.array(entry) }),
            },
          },
        },
      },
    },
    list,
  );
}

async function list(c: Context<AppEnv>): Promise<Response> {
  const { value, faults } = check("query", query, rawQuery(c));
  if (faults.length > 0 || !value) refuse(faults);
  const { entries, next } = await askAudit(platformDatabase(c), {
    ...rangeOf(value),
    key: value.key,
    sites: c.get("caller").sites,
    before: value.before,
    size: value.page_size ?? SIZE.byDefault,
  });
  c.get("tally").rows = entries.length;
  const url = publicUrl(c);
  if (next !== undefined) url.searchParams.set("before", String(next));
  const head = JSON.stringify({ next: next === undefined ? null : url.href });
  return new Response(`${head.slice(0, -1)},"results":[${entries.join(",")}]}`, {
    headers: { "content-type": "application/json" },
  });
}
