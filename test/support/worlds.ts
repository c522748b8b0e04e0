import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildWorker } from "../../dev/build/worker.ts";
import { openLocalDatabases } from "../../dev/database/local.ts";
import { DATABASES, withClient } from "../../dev/database/migrate.ts";
import { openPostgres, type Postgres } from "../../dev/database/postgres.ts";
import { loadSimulation } from "../../dev/import/simulation.ts";
import { startNeonEndpoint } from "../../dev/neon-endpoint.ts";
import { startRuntime } from "../../dev/runtime/workerd.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { DEMO } from "./demo.ts";
import { emptyTemplate, filledTemplate } from "./templates.ts";

/** What a test file finds: a worker before databases of its own, with two simulated days in every site. */
export type World = {
  /** Where the worker answers. */
  worker: string;
  /** Connection string of the Postgres server, its database left open: `postgres://…/` + name. */
  server: string;
  /** The local Neon endpoint. */
  endpoint: string;
  /** File of the bundled worker. */
  bundle: string;
};

const SETTINGS = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off", // its transactions would count among those of the service
  shared_buffers: "128MB",
};

/** A file system in memory, on Linux. */
const MEMORY = "/dev/shm";
/** Bytes that must be free in it: the databases of a run take about 1 GiB. */
const ROOM = 8 * 1024 ** 3;

/** Where databases are copied and deleted fastest, for each test file. */
function fastFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, process.availableMemory()) > ROOM ? MEMORY : tmpdir();
}

type Lane = { postgres: Postgres; end: () => Promise<void> };

/**
 * Hands out worlds: one at a time to each lane (a worker of vitest). A lane has a Postgres of its own, so that no
 * test sees sessions, locks or statistics of another.
 */
export async function startWorlds(): Promise<{ url: string; stop: () => Promise<void> }> {
  const directory = mkdtempSync(join(fastFolder(), "ess-edge-test-"));
  chmodSync(directory, 0o711);
  const origin = join(directory, "origin");
  const [bundle] = await Promise.all([
    buildWorker(join(directory, "worker")),
    makeTemplates(origin),
  ]);
  const lanes = new Map<string, Promise<Lane>>();
  const open = async (name: string): Promise<Lane> => {
    const own = join(directory, name);
    await promisify(execFile)("cp", ["-a", origin, own]);
    const postgres = await openPostgres({ directory: own, settings: SETTINGS });
    return { postgres, end: async () => {} };
  };
  const next = async (name: string): Promise<World> => {
    const opened = lanes.get(name) ?? open(name);
    lanes.set(name, opened);
    const lane = await opened;
    await lane.end();
    await refill(lane.postgres);
    const endpoint = await startNeonEndpoint(lane.postgres.url);
    const runtime = await startRuntime(bundle.file, {
      DATABASE_URL: lane.postgres.url("ess_platform"),
      NEON_LOCAL_ENDPOINT: endpoint.url,
      AUTH: "open",
      LINK_KEY: "a secret that signs the links of the tests",
      DEID_MODE: "plain",
    });
    lane.end = async () => {
      await runtime.stop();
      await endpoint.close();
    };
    const server = lane.postgres.url("");
    return { worker: runtime.url, server, endpoint: endpoint.url, bundle: bundle.file };
  };
  const desk = createServer((request, response) => {
    next(`lane-${request.url?.slice(1)}`).then(
      (world) => response.end(JSON.stringify(world)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`,
    stop: async () => {
      desk.closeAllConnections();
      desk.close();
      for (const opened of lanes.values()) {
        const { end, postgres } = await opened;
        await end();
        await postgres.stop();
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A cluster with each database of the service twice: migrated, and with the simulated days as well. */
async function makeTemplates(directory: string): Promise<void> {
  const postgres = await openLocalDatabases({ directory, settings: SETTINGS });
  const copy = (name: string, template: string) =>
    withClient(postgres.url("postgres"), (client) =>
      client.query(`create database ${name} template ${template}`),
    );
  for (const { name } of DATABASES) await copy(emptyTemplate(name), name);
  for (const site of sites) await loadSimulation(postgres.url(`ess_site_${site.id}`), site, DEMO);
  for (const { name } of DATABASES) await copy(filledTemplate(name), name);
  await postgres.stop();
}

/** Puts every database of the service back to how all test files find it. */
const refill = (postgres: Postgres): Promise<void> =>
  withClient(postgres.url("postgres"), async (client) => {
    for (const { name } of DATABASES) {
      await client.query(`drop database if exists ${name} with (force)`);
      await client.query(
        `create database ${name} template ${filledTemplate(name)} strategy file_copy`,
      );
    }
  });
