import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../dev/build/worker.ts";
import { askVia, transactVia } from "../dev/database/ask.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { loadSimulation } from "../dev/import/simulation.ts";
import { doJobs } from "../dev/jobs.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { rollUp } from "../src/jobs/run.ts";
import { askNights, train } from "../src/jobs/train.ts";
import { sionyu } from "../src/site/registry/1-sionyu.ts";
import { overheard } from "./overheard.ts";

export const LOAD_DAY = "2022-05-12";
const FROM = Date.parse("2022-05-10T00:00:00+09:00");
const DAYS = 4;

/** A service with four days of a simulated site, a row each ten seconds, rolled up, and a model that has learnt them. */
export async function startLoadedService() {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
  const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
  const urls = { site: postgres.url("ess_site_1"), platform: postgres.url("ess_platform") };
  await loadSimulation(urls.site, sionyu, { from: FROM, days: DAYS, stepSeconds: 10, seed: 1 });
  await withClient(urls.site, (client) => client.query("vacuum analyze"));
  await doJobs(urls, sionyu, { jobs: [rollUp] });
  await learn(urls);
  const endpoint = await startNeonEndpoint(postgres.url);
  const bundle = await buildWorker(join(directory, "worker"));
  const start = (local: string) =>
    startRuntime(bundle.file, {
      SITE_1_DATABASE_URL: urls.site,
      PLATFORM_DATABASE_URL: urls.platform,
      NEON_LOCAL_ENDPOINT: local,
      AUTH: "open",
    });
  const runtime = await start(endpoint.url);
  return {
    url: runtime.url,
    pid: runtime.pid,
    log: runtime.log,
    endpoint: endpoint.url,
    /** What a request asks of the databases when all that is remembered is. */
    questionsOf: (path: string) => overheard(endpoint.url, start, path),
    stop: async () => {
      await runtime.stop();
      await endpoint.close();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The highest cell voltage of racks: what the mix forecasts. */
const learn = (urls: { site: string; platform: string }) =>
  withClient(urls.site, (own) =>
    withClient(urls.platform, async (other) => {
      const work = { site: sionyu, ask: askVia(own), now: FROM + DAYS * 86_400_000 };
      const platform = { ask: askVia(other), transact: transactVia(other) };
      const nights = (await askNights(work, platform)).filter(
        ({ component, target }) => component === "rack" && target === "max_cell_voltage",
      );
      for (const night of nights) await train(work, platform, night);
    }),
  );
