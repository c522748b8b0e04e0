import * as z from "zod";
import { timeSchema } from "../../request/source.ts";

const nullableTime = timeSchema.nullable();
const value = z.number().nullable();
const position = z.int().nullable();

const secondShape = {
  timestamp: timeSchema.meta({
    description: "Start of the event, or with expand one of its seconds",
  }),
  bank_id: z.int(),
  rack_id: z.int().meta({ description: "0 for the whole bank" }),
  operating_site: z.int(),
  description: z
    .string()
    .meta({ description: "Description in Korean, with the value at the start" }),
  description_eng: z.string().meta({ description: "Description in English" }),
  error_code: z.object({ id: z.int(), description: z.string(), description_eng: z.string() }),
  level: z.object({ id: z.int(), description: z.string() }),
  id: z.int(),
};

const reading = z.object({ time: timeSchema, value, position });

/** An event. With `expand`, only the keys up to `id`. */
export const eventSchema = z
  .object({
    ...secondShape,
    end: nullableTime
      .optional()
      .meta({ description: "End of the event (exclusive), or null while it is ongoing" }),
    peak: z.object({ value, at: timeSchema, position }).optional().meta({
      description: "Peak value, its time, and the number of the cell or sensor",
    }),
    source: z.enum(["flag", "threshold"]).optional().meta({
      description:
        "flag: raised by the BMS; threshold: a limit of the site was exceeded, because the BMS has no flag for it",
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
      .meta({ description: "Why the event was raised; only with explain=1" }),
  })
  .meta({ id: "ProtectionEvent" });

export const levelCountsSchema = z.array(
  z
    .object({
      time: timeSchema.meta({ description: "Start of the bucket" }),
      operating_site: z.int(),
      level: z.int(),
      level_count: z.int(),
    })
    .meta({ id: "ProtectionLevelCount" }),
);
