import { roll } from "../store/rollups/roll.ts";
import type { Job } from "./job.ts";

/** Minutes of banks or racks of a step: of 1 Hz some 130,000 rows, which Postgres adds up in about a second. */
const MINUTES_OF_A_STEP = 2160;

/** Rolls up what was written. */
export const rollUp: Job = {
  name: "rollups",
  step: async ({ site, transact }) => {
    const bank = await roll(transact, site, "bank", MINUTES_OF_A_STEP);
    const rack = await roll(transact, site, "rack", MINUTES_OF_A_STEP);
    return bank > 0 || rack > 0;
  },
};
