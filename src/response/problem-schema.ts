import * as z from "zod";

/** The body of every error response (RFC 9457). */
const problemSchema = z
  .object({
    type: z.string().meta({ example: "/docs/errors#invalid_parameters" }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string().meta({ example: "invalid_parameters" }),
    request_id: z.string(),
    errors: z.array(
      z.object({
        in: z.enum(["path", "query", "header", "body"]),
        name: z.string(),
        code: z.string(),
        detail: z.string(),
        allowed: z.array(z.string()).optional(),
        line: z.int().optional().meta({
          description: "Of a body: its line; in a JSON array the number of the object; from 1",
        }),
      }),
    ),
  })
  .meta({ id: "Problem" });

export const PROBLEM_RESPONSE = {
  description: "A problem (RFC 9457), in Korean or English by Accept-Language",
  content: { "application/problem+json": { schema: problemSchema } },
};
