import { roll } from "../db/roll.ts";
import type { Job } from "./job.ts";

/** Bank- or rack-hours of a step: of 1 Hz some 130,000 rows, which Postgres adds up in about half a second. */
const HOURS_OF_A_STEP = 36;

/** Rolls up what was written. */
export const rollUp: Job = {
  name: "rollups",
  step: async ({ site, transact }) => {
    const bank = await roll(transact, site, "bank", HOURS_OF_A_STEP);
    const rack = await roll(transact, site, "rack", HOURS_OF_A_STEP);
    return bank === HOURS_OF_A_STEP || rack === HOURS_OF_A_STEP;
  },
};
