import * as z from "zod";
import { timeSchema } from "../../request/source.ts";

/** Keys that every forecast has. */
export const sourceSchema = {
  time: timeSchema.meta({ description: "When the forecast is made: the origin" }),
  operating_site: z.int(),
  bank_id: z.int(),
  rack_id: z.int().meta({ description: "0 for a bank" }),
};

export const valuesSchema = {
  observed: z.number().nullable().meta({ description: "At `time`; null where there is none" }),
  persistence: z.number().meta({ description: "The newest value, held" }),
};

/** A number, or those of a path, null where no horizon reaches. */
export const pathNumbers = (description: string) =>
  z
    .union([z.number(), z.array(z.number().nullable())])
    .optional()
    .meta({ description });
