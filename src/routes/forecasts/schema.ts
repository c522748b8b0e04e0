import * as z from "zod";
import { timeSchema } from "../../request/source.ts";

/** Keys of every forecast. */
export const sourceSchema = {
  time: timeSchema.meta({ description: "Forecast origin" }),
  operating_site: z.int(),
  bank_id: z.int(),
  rack_id: z.int().meta({ description: "0 for a whole bank" }),
};

export const valuesSchema = {
  observed: z
    .number()
    .nullable()
    .meta({ description: "Value at `time`, or null if there is none" }),
  persistence: z.number().meta({ description: "Newest value, held" }),
};

/** A number, or the numbers of a path: null beyond the horizons. */
export const pathNumbers = (description: string) =>
  z
    .union([z.number(), z.array(z.number().nullable())])
    .optional()
    .meta({ description });
