import { platformDatabaseUrl, readEnv } from "../src/env.ts";
import type { Job, Work } from "../src/jobs/job.ts";
import { JOBS, runJobs } from "../src/jobs/run.ts";
import { trainForecasts } from "../src/jobs/train.ts";
import type { Site } from "../src/site/site.ts";
import { askVia, transactVia } from "./database/ask.ts";
import { withClient } from "./database/migrate.ts";
import { openPlatformTarget, type Target } from "./import/target.ts";

/**
 * Does all that is due at a site, or some of the jobs, over sessions of our own.
 * @throws what the first job that failed threw
 */
export function doJobs(
  urls: { site: string; platform?: string | undefined },
  site: Site,
  { onStep, jobs = JOBS }: { onStep?: (job: Job) => void; jobs?: readonly Job[] } = {},
): Promise<number> {
  return withClient(urls.site, async (client) => {
    const run = async (platform: Work["platform"]) => {
      const own = { ask: askVia(client), transact: transactVia(client) };
      const { steps, failed } = await runJobs(
        [
          {
            ...own,
            site,
            platform,
            retention: readEnv(process.env).RAW_RETENTION,
            now: Date.now(),
          },
        ],
        { until: Number.POSITIVE_INFINITY, steps: Number.POSITIVE_INFINITY },
        onStep,
        jobs,
      );
      if (failed[0]) throw failed[0].error;
      return steps;
    };
    if (!urls.platform) return run(undefined);
    return withClient(urls.platform, (other) =>
      run({ ask: askVia(other), transact: transactVia(other) }),
    );
  });
}

/** What is made of rows at once; models learn in the background, or when `npm run train` asks for it. */
export const PRODUCT_JOBS: readonly Job[] = JOBS.filter((job) => job !== trainForecasts);

/**
 * The same after a command has written rows, without training: with the platform's database if that is where the site's is, here
 * or elsewhere.
 */
export async function doJobsAfter(site: Site, target: Target): Promise<void> {
  const platform = target.isLocal ? await openPlatformTarget() : undefined;
  const platformUrl = platform?.url ?? platformDatabaseUrl(readEnv(process.env));
  try {
    const started = Date.now();
    const urls = { site: target.url, platform: platformUrl };
    const steps = await doJobs(urls, site, { jobs: PRODUCT_JOBS });
    console.error(
      `Rollups, products and events are made: ${steps} steps in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
  } finally {
    await platform?.close();
  }
}
