import type * as z from "zod";
import { refuse } from "../response/problem.ts";
import { bodyType, readBody } from "./body.ts";
import { check } from "./input.ts";
import { wrong } from "./parameter.ts";

/** Bodies that say what to do are short; data come by another way. */
const MOST_BYTES = 16_384;

/**
 * Reads a small JSON object.
 * @throws {Problem} unsupported_media_type, payload_too_large, malformed_body, or invalid_parameters with all that is wrong
 */
export async function readJsonBody<T extends z.ZodType>(
  request: Request,
  schema: T,
): Promise<z.output<T>> {
  bodyType(request.headers, ["application/json"]);
  const { text } = await readBody(request, { most: MOST_BYTES, leftUnread: 0 });
  const { value, faults } = check("body", schema, parseObject(text));
  if (faults.length > 0) refuse(faults);
  return value as z.output<T>;
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Rejected below, like values that are not objects.
  }
  const fault = wrong(
    "not_an_object",
    'JSON 객체여야 합니다. 예: {"name": "…"}',
    'must be a JSON object. Example: {"name": "…"}',
  );
  return refuse([{ in: "body", name: "body", ...fault }]);
}
