import * as z from "zod";
import { describePolicy } from "../../domain/deid/description.ts";
import { policyOf } from "../../request/deid.ts";
import { route, textSchema } from "../../request/route.ts";
import { json } from "../../response/answer.ts";

const policySchema = z
  .object({
    mode: z.enum(["keyed", "plain"]).nullable().meta({ description: "null: not configured" }),
    algorithm: z.string().nullable().meta({ example: "HMAC-SHA-256" }),
    version: z
      .string()
      .nullable()
      .meta({ description: "Release that the identifiers are made for; null in plain mode" }),
    identifier_length: z
      .int()
      .nullable()
      .meta({ description: "Hexadecimal digits after the prefix" }),
    prefixes: z.record(z.string(), z.string()).meta({ description: "By component" }),
    summary: textSchema,
    protected: z.array(textSchema),
    not_protected: z.array(textSchema),
  })
  .meta({ id: "DeidPolicy" });

/** `GET /api/ess/di/policy/`: how de-identified data were treated, in words; never the mapping. */
export const policy = route({
  method: "get",
  access: "anyone",
  path: "/api/ess/di/policy/",
  operationId: "deidentificationPolicy",
  tags: ["De-identification"],
  summary: "How de-identified data were treated, and what that does not protect",
  responses: {
    200: {
      description: "The policy in force, in Korean and English",
      content: { "application/json": { schema: policySchema } },
    },
  },
  plan: async ({ env }) => ({ policy: await policyOf(env) }),
  answer: ({ policy }) => json(describePolicy(policy)),
});
