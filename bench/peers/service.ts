import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../../dev/build/worker.ts";
import { openLocalDatabases } from "../../dev/database/local.ts";
import { doJobs } from "../../dev/jobs.ts";
import { startRuntime } from "../../dev/runtime/workerd.ts";
import { rollUp } from "../../src/jobs/run.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { fill } from "../service.ts";
import { startProcess } from "./processes.ts";

/** Postgres with one day of site 2 and its rollups, the endpoint in a process of its own, and workers before it. */
export async function startHouse() {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
  const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
  const database = postgres.url("ess_site_2");
  console.log(await fill(database, 1));
  await doJobs({ site: database, platform: postgres.url("ess_platform") }, panli, {
    jobs: [rollUp],
  });
  const endpoint = await startProcess("endpoint.ts", { server: postgres.url("") });
  const bundle = await buildWorker(join(directory, "worker"));
  const stops = [postgres.stop, endpoint.stop];
  return {
    database,
    url: postgres.url,
    /** A worker; `database` is that of site 2. */
    async worker(database: string) {
      const runtime = await startRuntime(bundle.file, {
        SITE_2_DATABASE_URL: database,
        PLATFORM_DATABASE_URL: postgres.url("ess_platform"),
        NEON_LOCAL_ENDPOINT: endpoint.url,
        AUTH: "open",
      });
      stops.push(runtime.stop);
      return runtime;
    },
    stop: async () => {
      for (const stop of stops.toReversed()) await stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
