import * as z from "zod";
import { SCOPES } from "../../domain/access/scopes.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { noQuery, refuseQuery } from "../../request/input.ts";
import { sitesOf } from "../../request/place.ts";

const PATH = "/api/ess/caller/";

const callerSchema = z
  .object({
    key: z.string().nullable().meta({
      description:
        "The eight letters of the key, as `GET /api/ess/keys/` has them; null without one",
    }),
    scopes: z.array(z.enum(SCOPES)),
    sites: z.array(z.int()).meta({ description: "Sites that the caller sees" }),
    expires_at: z
      .string()
      .nullable()
      .meta({ format: "date-time", description: "When the key ends; null: it does not" }),
  })
  .meta({ id: "Caller" });

/** `GET /api/ess/caller/`: who asks, and what they may do: what a client offers its user. */
export function addCaller(app: App): void {
  addOperation(
    app,
    {
      method: "get",
      access: "any scope",
      path: PATH,
      operationId: "getCaller",
      tags: ["Access"],
      summary: "What the caller may do, and at which sites",
      request: { query: noQuery },
      responses: {
        200: {
          description: "The caller",
          content: { "application/json": { schema: callerSchema } },
        },
      },
    },
    (c) => {
      refuseQuery(c);
      const { key, scopes, expiresAt } = c.get("caller");
      return c.json({
        key: key ?? null,
        scopes: SCOPES.filter((scope) => scopes.has(scope)),
        sites: sitesOf(c).map(({ id }) => id),
        expires_at: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
      });
    },
  );
}
