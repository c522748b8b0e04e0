import type { Context } from "hono";
import type * as z from "zod";
import { check, refuse } from "./input.ts";
import { wrong } from "./parameter.ts";
import { Problem } from "./problem.ts";

/** Bodies that say what to do are short; data come by another way. */
const MOST_BYTES = 16_384;

/**
 * Reads a small JSON object.
 * @throws {Problem} unsupported_media_type, payload_too_large, or invalid_parameters with all that is wrong
 */
export async function readJsonBody<T extends z.ZodType>(
  c: Context,
  schema: T,
): Promise<z.output<T>> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new Problem("unsupported_media_type", {
      ko: "본문은 Content-Type: application/json이어야 합니다",
      en: "The body must be Content-Type: application/json",
    });
  }
  const { value, faults } = check("body", schema, parseObject(await readText(c.req.raw.body)));
  if (faults.length > 0) refuse(faults);
  return value as z.output<T>;
}

/** The body as text; one that is too long is read no further, whatever length it was said to have. */
async function readText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MOST_BYTES) tooLarge();
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Refused below, like other things that are no object.
  }
  const fault = wrong(
    "not_an_object",
    'JSON 객체여야 합니다. 예: {"name": "…"}',
    'must be a JSON object, e.g. {"name": "…"}',
  );
  return refuse([{ in: "body", name: "body", ...fault }]);
}

function tooLarge(): never {
  throw new Problem("payload_too_large", {
    ko: `본문은 ${MOST_BYTES}바이트까지입니다`,
    en: `The body may have at most ${MOST_BYTES} bytes`,
  });
}
