import * as z from "zod";
import { SCOPES } from "../../domain/access/scopes.ts";
import { route } from "../../request/route.ts";
import { json } from "../../response/answer.ts";

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
export const getCaller = route({
  method: "get",
  access: "any scope",
  path: "/api/ess/caller/",
  operationId: "getCaller",
  tags: ["Access"],
  summary: "What the caller may do, and at which sites",
  responses: {
    200: {
      description: "The caller",
      content: { "application/json": { schema: callerSchema } },
    },
  },
  plan: ({ caller, sites }) => ({ caller, sites }),
  answer: ({ caller: { key, scopes, expiresAt }, sites }) =>
    json({
      key: key ?? null,
      scopes: SCOPES.filter((scope) => scopes.has(scope)),
      sites: sites.map(({ id }) => id),
      expires_at: expiresAt === undefined ? null : new Date(expiresAt).toISOString(),
    }),
});
