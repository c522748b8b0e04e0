import { sendDue } from "../ingest/deliver.ts";
import { DAYS_OF_A_STEP, runDays } from "../ingest/events.ts";
import { dueDays, toDueDay } from "../store/events/due-days.ts";
import { compactMarks } from "../store/rollups/due.ts";
import { roll } from "../store/rollups/roll.ts";
import { askHasRollups } from "../store/rows/facts.ts";
import { compactWrites } from "../store/rows/writes.ts";
import type { Job, Work } from "./job.ts";
import { retain } from "./retention.ts";
import { sumCellPositions } from "./socp.ts";
import { forecastLife } from "./sol.ts";
import { trainForecasts } from "./train.ts";

/** Derives events from the rows that were written. */
const deriveEvents: Job = {
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

/** Keeps the log of writes short: an entry for each day of a component. */
const tidyWrites: Job = {
  name: "writes",
  step: async ({ transact }) => {
    await transact([compactWrites]);
    return false;
  },
};

/** Sends what webhooks are to be told. */
const sendWebhooks: Job = {
  name: "webhooks",
  step: async ({ platform, site, webhooks }) =>
    platform && webhooks ? sendDue(platform.ask, site, webhooks) : false,
};

/** In the order in which they build upon each other. */
export const JOBS: readonly Job[] = [
  rollUp,
  forecastLife,
  sumCellPositions,
  deriveEvents,
  sendWebhooks,
  retain,
  tidyWrites,
  trainForecasts,
];

export type Limits = {
  /** Milliseconds since 1970 after which no step begins. */
  until: number;
  /** Steps of all jobs together. */
  steps: number;
  /** Steps of costly jobs among them that found something to do; any number if absent. */
  costly?: number;
};

export type Outcome = { steps: number; failed: { job: string; site: number; error: unknown }[] };

/**
 * Does what is due at every site, in turn, until nothing is or a limit is reached. A job that fails at a site
 * leaves the others and the other sites as they are; it is tried again in the next run.
 */
export async function runJobs(
  works: readonly Work[],
  { until, steps: most, costly = Number.POSITIVE_INFINITY }: Limits,
  onStep: (job: Job, work: Work) => void = () => {},
  jobs: readonly Job[] = JOBS,
): Promise<Outcome> {
  const outcome: Outcome = { steps: 0, failed: [] };
  const marked = await markedOnes(works, outcome);
  let costlySteps = 0;
  for (const job of jobs) {
    let due = [...marked];
    while (due.length > 0) {
      const more: Work[] = [];
      for (const work of due) {
        if (Date.now() >= until || outcome.steps >= most) return outcome;
        if (job.isCostly && costlySteps >= costly) return outcome;
        outcome.steps++;
        try {
          if (await job.step(work)) {
            more.push(work);
            if (job.isCostly) costlySteps++;
          }
        } catch (error) {
          outcome.failed.push({ job: job.name, site: work.site.id, error });
        }
        onStep(job, work);
      }
      due = more;
    }
  }
  return outcome;
}

/** The sites whose databases mark written rows; foreign databases need no jobs. */
async function markedOnes(works: readonly Work[], { failed }: Outcome): Promise<Work[]> {
  const marked: Work[] = [];
  for (const work of works) {
    try {
      if (await askHasRollups(work.ask)) marked.push(work);
    } catch (error) {
      failed.push({ job: "marks", site: work.site.id, error });
    }
  }
  return marked;
}
