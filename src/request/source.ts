import * as z from "zod";
import { type Component, MOST_INTEGER, type Site } from "../site/site.ts";
import type { Source } from "../store/sql/sources.ts";
import type { TimeFormat } from "../time/instant.ts";
import { notAllowed, whole } from "./parameter.ts";

/** Parameters that choose a bank or a rack, for a component that has them; read against a site. */
export function sourceParameters(component: Component, site?: Site) {
  const racks = Math.max(...(site?.banks.map((bank) => bank.racks) ?? [MOST_INTEGER]));
  const all = {
    bank: whole(1, MOST_INTEGER, { description: "Return only this bank", example: 1 })
      .superRefine((bank, context) => {
        const banks = site?.banks.map(({ id }) => id) ?? [bank];
        if (banks.includes(bank)) return;
        context.addIssue({
          code: "custom",
          params: notAllowed(banks.map(String)),
          continue: false,
        });
      })
      .optional(),
    rack: whole(1, racks, {
      description: "Return only racks with this number",
      example: 1,
    }).optional(),
  };
  const { bank } = all;
  const some = component === "rack" ? all : component === "bank" ? { bank } : {};
  // A component without banks has neither; then both are undefined, as the type says of those not given.
  return some as typeof all;
}

/** Bank and rack of an answer's item, where the component has them. */
export const sourceIds = ({ bank, rack }: Source) => ({
  ...(bank === undefined ? {} : { bank_id: bank }),
  ...(rack === undefined ? {} : { rack_id: rack }),
});

export const sourceSchema = {
  bank_id: z.int().optional(),
  rack_id: z.int().optional(),
};

/** A time as Postgres rendered it, in the type that it has on the wire. */
export const wireTime = (text: string, format: TimeFormat | undefined): string | number =>
  format === "unix" ? Number(text) : text;

export const timeSchema = z.union([z.string(), z.int()]);
