import { askHasRollups } from "../store/rows/facts.ts";
import { deriveEvents } from "./events.ts";
import type { Job, Work } from "./job.ts";
import { retain } from "./retention.ts";
import { rollUp } from "./rollups.ts";
import { sumCellPositions } from "./socp.ts";
import { forecastLife } from "./sol.ts";
import { trainForecasts } from "./train.ts";
import { sendWebhooks } from "./webhooks.ts";
import { tidyWrites } from "./writes.ts";

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

/** The sites whose databases mark what is written: in those of others there is nothing to do. */
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
