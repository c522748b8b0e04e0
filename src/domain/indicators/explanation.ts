import type { ProfileName } from "./profiles.ts";

/** How a number was made: its method and formula, and beside them all that is put into the formula. */
export type Explanation<Details extends object> = {
  method: string;
  /** Changes whenever the same inputs could give another number. */
  version: string;
  /** `measured`: the BMS gave it, averaged at most. `estimated`: computed here. */
  basis: "measured" | "estimated";
  formula: string;
  profile?: ProfileName;
} & Details;

export type Method = Pick<Explanation<object>, "method" | "version" | "basis" | "formula">;
