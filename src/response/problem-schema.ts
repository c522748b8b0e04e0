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
          description: "Line of the body, or number of the object in a JSON array, starting at 1",
        }),
      }),
    ),
  })
  .meta({ id: "Problem" });

export const PROBLEM_RESPONSE = {
  description: "An error (RFC 9457), in Korean or English as `Accept-Language` prefers",
  content: { "application/problem+json": { schema: problemSchema } },
};
