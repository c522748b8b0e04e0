import * as z from "zod";
import { describePolicy } from "../../domain/deid/description.ts";
import { policyOf } from "../../request/deid.ts";
import { route, textSchema } from "../../request/route.ts";
import { json } from "../../response/answer.ts";

const policySchema = z
  .object({
    mode: z
      .enum(["keyed", "plain"])
      .nullable()
      .meta({ description: "null: de-identification is not configured" }),
    algorithm: z.string().nullable().meta({ example: "HMAC-SHA-256" }),
    version: z
      .string()
      .nullable()
      .meta({ description: "Version of the identifiers, or null in plain mode" }),
    identifier_length: z
      .int()
      .nullable()
      .meta({ description: "Number of hexadecimal digits after the prefix" }),
    prefixes: z
      .record(z.string(), z.string())
      .meta({ description: "Prefix of the identifiers, by component" }),
    summary: textSchema,
    protected: z.array(textSchema),
    not_protected: z.array(textSchema),
  })
  .meta({ id: "DeidPolicy" });

/** `GET /api/ess/di/policy/`: describes the de-identification without revealing the mapping. */
export const policy = route({
  method: "get",
  access: "anyone",
  path: "/api/ess/di/policy/",
  operationId: "deidentificationPolicy",
  tags: ["De-identification"],
  summary: "Get the de-identification policy and its limits",
  responses: {
    200: {
      description: "The current policy, in Korean and English",
      content: { "application/json": { schema: policySchema } },
    },
  },
  plan: async ({ env }) => ({ policy: await policyOf(env) }),
  answer: ({ policy }) => json(describePolicy(policy)),
});
