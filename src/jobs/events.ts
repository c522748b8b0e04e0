import { DAYS_OF_A_STEP, runDays } from "../ingest/events.ts";
import { dueDays, toDueDay } from "../store/events/due-days.ts";
import { compactMarks } from "../store/rollups/due.ts";
import type { Job } from "./job.ts";

/** Derives events from the rows that were written. */
export const deriveEvents: Job = {
  name: "events",
  step: async (work) => {
    if (!work.platform) {
      await work.ask(compactMarks("events"));
      return false;
    }
    const rows = await work.ask(dueDays(work.site, DAYS_OF_A_STEP, "oldest"));
    const days = rows.map(toDueDay);
    if (days.length === 0) return false;
    const { finish, stale } = await runDays({ ...work, platform: work.platform }, days);
    await finish();
    return stale > 0 || days.length === DAYS_OF_A_STEP;
  },
};
