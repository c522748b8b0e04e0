import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { platformDatabaseUrl, readEnv, siteDatabaseUrl } from "../../src/env.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { reachable } from "../database/binaries.ts";
import { openLocalDatabases } from "../database/local.ts";
import type { Postgres } from "../database/postgres.ts";
import { fillDemoData } from "../demo.ts";
import { doJobs, PRODUCT_JOBS } from "../jobs.ts";
import { startNeonEndpoint } from "../neon-endpoint.ts";
import { buildLocal, HOST, platformBindings, startLocal } from "../runtime/local.ts";
import { DATA } from "../settings.ts";
import { keepRunning } from "../start/keep-running.ts";
import { lockFolder } from "../start/lock.ts";
import { localDefaults, otherServers, settingsFrom } from "../start/settings.ts";
import { stopSignal } from "../start/stop-signal.ts";
import { startTraining } from "../start/training.ts";
import { watchCode } from "../start/watch.ts";
import { main, UsageError } from "../terminal.ts";

/** What is to be ended, in the order in which it was started. */
const stops: (() => unknown)[] = [];
const stop = async () => {
  for (const end of stops.splice(0).reverse()) await end();
};

const signal = stopSignal();
signal.addEventListener("abort", () => {
  say("\nStopping …");
  stop().catch(() => {});
  setTimeout(() => process.exit(1), 60_000).unref();
});

await main(async () => {
  try {
    await start();
  } catch (error) {
    // What is under way fails when its server is stopped.
    if (!signal.aborted) throw error;
  } finally {
    await stop();
  }
});
process.exit();

async function start(): Promise<void> {
  const started = Date.now();
  const port = portFrom(process.env.PORT);
  const settings = settingsFrom(process.env, platformBindings());
  const folder = reachable(DATA);
  makeFolder(folder);
  const lock = await lockFolder(folder, port);
  stops.push(lock.release);
  await mustBeFree(port);

  const bundle = join(folder, "worker");
  const build = buildLocal(bundle, signal);
  build.catch(() => {}); // awaited below, after the databases
  const isEmbedded = ({ id }: { id: number }) =>
    siteDatabaseUrl(readEnv(settings), id) === undefined;
  const own = sites.filter(isEmbedded);
  const needsPostgres = own.length > 0 || platformDatabaseUrl(readEnv(settings)) === undefined;
  const postgres = needsPostgres ? await startPostgres() : undefined;
  if (postgres) {
    const platform = settings.PLATFORM_DATABASE_URL ?? postgres.url("ess_platform");
    await fillDemoData(postgres.url, say, own);
    for (const site of own) {
      const urls = { site: postgres.url(`ess_site_${site.id}`), platform };
      const steps = await doJobs(urls, site, { jobs: PRODUCT_JOBS });
      if (steps > PRODUCT_JOBS.length)
        say(`  site ${site.id}: rollups, products and events in ${steps} steps`);
    }
  }
  const endpoint = await startNeonEndpoint(
    postgres?.url ?? (() => "postgres://127.0.0.1/"),
    0,
    otherServers(settings),
  );
  stops.push(endpoint.close);

  say("Starting the worker …");
  const bindings: Record<string, string> = {
    ...localDefaults(folder, settings),
    ...(postgres ? { DATABASE_URL: postgres.url("ess_platform") } : {}),
    NEON_LOCAL_ENDPOINT: endpoint.url,
    ...settings,
  };
  const worker = await startLocal({ port, bindings, folder: bundle, build });
  stops.push(worker.stop);
  signal.throwIfAborted();
  await warnUnlessReady(port);
  stops.push(watchCode(() => reload(worker)).stop);
  banner({ port, seconds: (Date.now() - started) / 1000, folder, auth: bindings.AUTH });
  if (postgres) {
    const training = startTraining(own, say);
    stops.push(training.stop);
    // The clock's jobs train models too: not the same ones twice.
    training.done.then(() => signal.aborted || worker.startClock());
  }
  await Promise.race([
    worker.ended,
    postgres ? keepRunning(postgres, signal, say) : new Promise<void>(() => {}),
  ]);
  if (!signal.aborted) throw new UsageError("The worker has ended; see above.");
}

async function startPostgres(): Promise<Postgres> {
  say("Starting the embedded Postgres …");
  const postgres = await openLocalDatabases({ signal });
  stops.push(postgres.stop);
  for (const file of postgres.applied) say(`  migrated ${file}`);
  return postgres;
}

async function reload(worker: { reload: () => Promise<void> }): Promise<void> {
  const started = Date.now();
  try {
    await worker.reload();
    say(`Loaded the changed code (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (!signal.aborted) say(`The changed code was not loaded: ${(error as Error).message}`);
  }
}

function portFrom(text = "8787"): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError("PORT must be a number from 1 to 65535");
  return port;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `${folder} cannot be used (${(error as NodeJS.ErrnoException).code}). Use another folder: ESS_DATA=/path npm start`,
    );
  }
}

function mustBeFree(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", () =>
      reject(
        new UsageError(
          `Port ${port} is in use. Stop what uses it, or choose another: PORT=${port + 1} npm start`,
        ),
      ),
    );
    probe.listen(port, HOST, () => probe.close(() => resolve()));
  });
}

/** A database elsewhere may be away; the rest is served all the same. */
async function warnUnlessReady(port: number): Promise<void> {
  const answer = await fetch(`http://${HOST}:${port}/readyz`);
  if (!answer.ok) say(`Not every database answers: ${await answer.text()}`);
}

type Start = { port: number; seconds: number; folder: string; auth: string | undefined };

function banner({ port, seconds, folder, auth }: Start): void {
  const base = `http://localhost:${port}`;
  const data = process.env.ESS_DATA ? `ESS_DATA='${process.env.ESS_DATA}' ` : "";
  const access =
    auth === "open"
      ? "AUTH=open: every request is answered without a key. Only this machine can reach it."
      : `AUTH=closed: requests need a key. Make the first one:
  ${data}npm run keys -- create --name me --scopes raw:read,analytics:read,admin`;
  const key = auth === "open" ? "" : " -H 'Authorization: Bearer ess_…'";
  say(`
ess-edge is ready (${seconds.toFixed(1)} s) at ${base}
  ${sites.map(({ id, name }) => `site ${id} ${name.en}`).join(", ")}
  Web            ${base}/
  Documentation  ${base}/docs
  Sites          ${base}/api/ess/operating-sites/
  ${access}

Try:
  curl${key} '${base}/api/ess/operating-sites/2/banks/1/latest/'

Ctrl-C stops everything and keeps the data in ${folder}.`);
}

function say(text: string): void {
  console.log(text);
}
