import * as z from "zod";
import { member, readWord, wrong } from "../../request/parameter.ts";

const MOST_URL = 2000;
const LEVELS = [1, 2];
const LANGUAGES = ["ko", "en"] as const;

/** A new webhook. */
export const webhookRequest = z.strictObject({
  url: member(
    {
      description: "Public https URL on port 443 or 8443",
      example: "https://example.com/ess-events",
      schema: { type: "string", format: "uri", maxLength: MOST_URL },
    },
    (raw) =>
      typeof raw === "string" && raw.length <= MOST_URL && URL.canParse(raw)
        ? { value: new URL(raw).href }
        : wrong(
            "not_an_address",
            `${MOST_URL}자 이내의 https URL이어야 합니다. 예: "https://example.com/ess-events"`,
            `must be an https URL of at most ${MOST_URL} characters. Example: "https://example.com/ess-events"`,
          ),
  ),
  levels: member(
    {
      description: "Levels to send. Default: both",
      example: [2],
      schema: { type: "array", items: { type: "integer", enum: LEVELS }, minItems: 1 },
    },
    (raw) => {
      if (raw === undefined || raw === null) return { value: LEVELS };
      const given = Array.isArray(raw) ? LEVELS.filter((level) => raw.includes(level)) : [];
      const isWhole = Array.isArray(raw) && raw.every((level) => LEVELS.includes(level));
      if (isWhole && given.length > 0) return { value: given };
      return wrong(
        "not_levels",
        "1(경고)과 2(보호)로 이루어진 배열이어야 합니다. 예: [2]",
        "must be an array of 1 (warning) and 2 (protection). Example: [2]",
      );
    },
  ),
  language: member(
    {
      description: "Language of `text` in a message. Default: ko",
      example: "en",
      schema: { type: "string", enum: LANGUAGES, default: "ko" },
    },
    (raw) =>
      raw === undefined || raw === null
        ? { value: "ko" as const }
        : readWord(typeof raw === "string" ? raw : "", LANGUAGES),
  ),
});

const time = z.string().nullable().meta({ format: "date-time" });

export const webhookSchema = z
  .object({
    operating_site: z.int(),
    url: z.string().nullable(),
    levels: z.array(z.int()).nullable(),
    language: z.enum(LANGUAGES).nullable(),
    created_at: time,
    deliveries: z
      .array(
        z.object({
          change: z.int().meta({ description: "Number of the change, as `id` in the stream" }),
          type: z.enum(["new", "ended", "withdrawn"]),
          event: z.int(),
          outcome: z.enum(["pending", "delivered", "given up"]),
          attempts: z.int(),
          status: z.int().nullable().meta({
            description: "Status of the last response, or null if there was none in time",
          }),
          sent_at: time,
          next_at: time,
        }),
      )
      .meta({ description: "The last 20 deliveries, newest first" }),
  })
  .meta({ id: "Webhook" });

export const setSchema = webhookSchema
  .extend({
    secret: z.string().meta({ description: "Secret that signs the messages, shown only once" }),
  })
  .meta({ id: "WebhookWithSecret" });
