import * as z from "zod";
import { SCOPES } from "../../domain/access/scopes.ts";
import { route } from "../../request/route.ts";
import { json } from "../../response/answer.ts";

const callerSchema = z
  .object({
    key: z.string().nullable().meta({
      description: "Lookup part of the key, as in `GET /api/ess/keys/`, or null without a key",
    }),
    scopes: z.array(z.enum(SCOPES)),
    sites: z.array(z.int()).meta({ description: "Sites that the caller may access" }),
    expires_at: z.string().nullable().meta({
      format: "date-time",
      description: "Expiry of the key, or null if it does not expire",
    }),
  })
  .meta({ id: "Caller" });

/** `GET /api/ess/caller/`: the caller's key, scopes and sites, so that a client can adapt its interface. */
export const getCaller = route({
  method: "get",
  access: "any scope",
  path: "/api/ess/caller/",
  operationId: "getCaller",
  tags: ["Access"],
  summary: "Get the scopes and sites of the caller",
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
