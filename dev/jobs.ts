import { platformDatabaseUrl, readEnv } from "../src/env.ts";
import type { Job, Work } from "../src/jobs/job.ts";
import { runJobs } from "../src/jobs/run.ts";
import type { Site } from "../src/sites/site.ts";
import { askVia, transactVia } from "./database/ask.ts";
import { withClient } from "./database/migrate.ts";
import { openPlatformTarget, type Target } from "./import/target.ts";

/**
 * Does all that is due at a site, over sessions of our own.
 * @throws what the first job that failed threw
 */
export function doJobs(
  urls: { site: string; platform?: string | undefined },
  site: Site,
  onStep?: (job: Job) => void,
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

/**
 * The same after a command has written rows: with the platform's database if that is where the site's is, here
 * or elsewhere.
 */
export async function doJobsAfter(site: Site, target: Target): Promise<void> {
  const platform = target.isLocal ? await openPlatformTarget() : undefined;
  const platformUrl = platform?.url ?? platformDatabaseUrl(readEnv(process.env));
  try {
    const started = Date.now();
    const steps = await doJobs({ site: target.url, platform: platformUrl }, site);
    console.error(
      `Rollups, products and events are made: ${steps} steps in ${((Date.now() - started) / 1000).toFixed(1)} s`,
    );
  } finally {
    await platform?.close();
  }
}
