import { compactWrites } from "../store/rows/writes.ts";
import type { Job } from "./job.ts";

/** Keeps the log of writes short: an entry for each day of a component. */
export const tidyWrites: Job = {
  name: "writes",
  step: async ({ transact }) => {
    await transact([compactWrites]);
    return false;
  },
};
