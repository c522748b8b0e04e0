import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { openLocalDatabases } from "../../../dev/database/local.ts";
import { freePort } from "../../../dev/database/postgres.ts";
import { loadSimulation } from "../../../dev/import/simulation.ts";
import { doJobs } from "../../../dev/jobs.ts";
import { startNeonEndpoint } from "../../../dev/neon-endpoint.ts";
import { startWrangler } from "../../../dev/runtime/wrangler.ts";
import { localMidnight } from "../../../dev/simulate/today.ts";
import { sites } from "../../../src/site/registry/registry.ts";
import { keepTemplates } from "./databases.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the web answers, open to everybody. */
    web: string;
    /** Connection string of the Postgres server, its database left open. */
    server: string;
    endpoint: string;
    /** The secret that signs links. */
    linkKey: string;
  }
}

/** Today and five days before it, a row each two minutes; models, rollups and events with them. */
const DAYS = 6;
const STEP_SECONDS = 120;
const SEED = 11;
/** The newest row is the first of a window of ten minutes: what is made of few rows is on every page. */
const WINDOW = 600_000;
const LINK_KEY = "a secret that signs the links of the tests";

/** The web as `npm start` serves it, with a few simulated days of every site. */
export default async function setup(project: TestProject) {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-e2e-"));
  const settings = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    max_connections: "300", // every file that writes has databases of its own
  };
  const postgres = await openLocalDatabases({ directory, settings });
  for (const site of sites) {
    const site_ = postgres.url(`ess_site_${site.id}`);
    await loadSimulation(site_, site, {
      from: localMidnight(site, 1 - DAYS),
      days: DAYS,
      stepSeconds: STEP_SECONDS,
      seed: SEED,
      until: Math.floor(Date.now() / WINDOW) * WINDOW + 1,
    });
    await doJobs({ site: site_, platform: postgres.url("ess_platform") }, site);
  }
  await keepTemplates(postgres.url(""));
  const endpoint = await startNeonEndpoint(postgres.url);
  const port = await freePort();
  const worker = startWrangler(
    port,
    {
      DATABASE_URL: postgres.url("ess_platform"),
      NEON_LOCAL_ENDPOINT: endpoint.url,
      AUTH: "open",
      LINK_KEY,
      DEID_MODE: "plain",
    },
    join(directory, "worker"),
  );
  if (!(await worker.isReady)) throw new Error("the worker did not become ready");
  project.provide("web", `http://localhost:${port}`);
  project.provide("server", postgres.url(""));
  project.provide("endpoint", endpoint.url);
  project.provide("linkKey", LINK_KEY);
  return async () => {
    await worker.stop();
    await endpoint.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
