import { platformDatabaseUrl, readEnv, siteDatabaseUrl } from "../env.ts";
import { sites } from "../site/registry/registry.ts";
import type { Database } from "../store/backend.ts";
import { connect, transaction } from "../store/sql/client.ts";
import type { Work } from "./job.ts";
import { runJobs } from "./run.ts";

/** A run begins every minute; what it does not get done is for the next one. */
const RUN_MS = 50_000;
/** A step asks up to some eighty questions, and a run of the paid plan may ask 10,000. */
const MOST_STEPS = 100;
/** A run that begins every minute has 30 s of processor time, and one of these takes up to ten. */
const MOST_COSTLY_STEPS = 2;
const STEP_TIMEOUT_MS = 30_000;

/** What the clock of the platform starts: the jobs of every site that has a database. */
export async function runScheduled(bindings: object): Promise<void> {
  const now = Date.now();
  const limits = { until: now + RUN_MS, steps: MOST_STEPS, costly: MOST_COSTLY_STEPS };
  const outcome = await runJobs(worksOf(bindings, now), limits);
  for (const { job, site, error } of outcome.failed) {
    const cause = error instanceof Error ? `${error.name}: ${error.message.slice(0, 300)}` : "";
    console.error(JSON.stringify({ level: "error", code: "job_failed", job, site, cause }));
  }
}

function worksOf(bindings: object, now: number): Work[] {
  const env = readEnv(bindings);
  const database = (url: string): Database => {
    const connection = {
      url,
      localEndpoint: env.NEON_LOCAL_ENDPOINT,
      timeoutMs: STEP_TIMEOUT_MS,
    };
    return { ask: connect(connection), transact: transaction(connection) };
  };
  const platformUrl = platformDatabaseUrl(env);
  const platform = platformUrl === undefined ? undefined : database(platformUrl);
  const webhooks = { key: env.WEBHOOK_KEY, allowsPrivate: env.AUTH === "open" };
  return sites.flatMap((site) => {
    const url = siteDatabaseUrl(env, site.id);
    return url === undefined
      ? []
      : [{ ...database(url), site, platform, retention: env.RAW_RETENTION, webhooks, now }];
  });
}
