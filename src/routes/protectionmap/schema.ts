import * as z from "zod";
import { timeSchema } from "../../request/source.ts";

const nullableTime = timeSchema.nullable();
const value = z.number().nullable();
const position = z.int().nullable();

const secondShape = {
  timestamp: timeSchema.meta({ description: "When it began; with expand one of its seconds" }),
  bank_id: z.int(),
  rack_id: z.int().meta({ description: "0: of the bank itself" }),
  operating_site: z.int(),
  description: z
    .string()
    .meta({ description: "What happened, in Korean, with the value of its start" }),
  description_eng: z.string().meta({ description: "The same in English" }),
  error_code: z.object({ id: z.int(), description: z.string(), description_eng: z.string() }),
  level: z.object({ id: z.int(), description: z.string() }),
  id: z.int(),
};

const reading = z.object({ time: timeSchema, value, position });

/** An event; with expand only the keys up to `id`. */
export const eventSchema = z
  .object({
    ...secondShape,
    end: nullableTime
      .optional()
      .meta({ description: "First moment after it; null while it goes on" }),
    peak: z.object({ value, at: timeSchema, position }).optional().meta({
      description: "The reading that went furthest towards danger, and its cell or sensor",
    }),
    source: z.enum(["flag", "threshold"]).optional().meta({
      description:
        "flag: the BMS said so; threshold: it gives no flag, and a limit of the site was passed",
    }),
    acknowledged: z
      .object({ at: timeSchema, by: z.string().nullable(), comment: z.string() })
      .nullable()
      .optional(),
    explanation: z
      .object({
        method: z.string(),
        version: z.string(),
        basis: z.string(),
        formula: z.string(),
        profile: z.string().optional(),
        source: z.string(),
        flag: z.string().optional(),
        limit: z
          .object({
            side: z.string(),
            warning: value,
            protection: z.number(),
            release: z.number(),
          })
          .optional(),
        start: reading,
        peak: reading,
      })
      .nullable()
      .optional()
      .meta({ description: "With explain=1" }),
  })
  .meta({ id: "ProtectionEvent" });

export const levelCountsSchema = z.array(
  z
    .object({
      time: timeSchema.meta({ description: "Beginning of the bucket" }),
      operating_site: z.int(),
      level: z.int(),
      level_count: z.int(),
    })
    .meta({ id: "ProtectionLevelCount" }),
);
