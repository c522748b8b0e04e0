import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { buildWorker } from "../../dev/build/worker.ts";
import { openLocalDatabases } from "../../dev/database/local.ts";
import { loadSimulation } from "../../dev/import/simulation.ts";
import { startNeonEndpoint } from "../../dev/neon-endpoint.ts";
import { startRuntime } from "../../dev/runtime/workerd.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { DEMO } from "./demo.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the worker answers. */
    worker: string;
    /** Connection string of the Postgres server, its database left open: `postgres://…/` + name. */
    server: string;
    /** The local Neon endpoint. */
    endpoint: string;
    /** File of the bundled worker. */
    bundle: string;
  }
}

/** A Postgres of its own, two simulated days in every site, and the bundled worker in workerd. */
export default async function setup(project: TestProject) {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-test-"));
  const settings = {
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    autovacuum: "off", // its transactions would count among those of the service
  };
  const [postgres, bundle] = await Promise.all([
    openLocalDatabases({ directory, settings }),
    buildWorker(join(directory, "worker")),
  ]);
  for (const site of sites) await loadSimulation(postgres.url(`ess_site_${site.id}`), site, DEMO);
  const endpoint = await startNeonEndpoint(postgres.url);
  const runtime = await startRuntime(bundle.file, {
    DATABASE_URL: postgres.url("ess_platform"),
    NEON_LOCAL_ENDPOINT: endpoint.url,
    AUTH: "open",
    LINK_KEY: "a secret that signs the links of the tests",
    DEID_MODE: "plain",
  });
  project.provide("worker", runtime.url);
  project.provide("server", postgres.url(""));
  project.provide("endpoint", endpoint.url);
  project.provide("bundle", bundle.file);
  return async () => {
    await runtime.stop();
    await endpoint.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
