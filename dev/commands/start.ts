import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import { sites } from "../../src/site/registry/registry.ts";
import type { Site } from "../../src/site/site.ts";
import { openLocalDatabases } from "../database/local.ts";
import { fillDemoData } from "../demo.ts";
import { doJobs, PRODUCT_JOBS } from "../jobs.ts";
import { startNeonEndpoint } from "../neon-endpoint.ts";
import { HOST, startWrangler } from "../runtime/wrangler.ts";
import { ROOT } from "../settings.ts";
import { main, UsageError } from "../terminal.ts";

const TRAIN = join(ROOT, "dev/commands/train.ts");

await main(async () => {
  const port = Number(process.env.PORT ?? 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError("PORT must be a number from 1 to 65535");
  await mustBeFree(port);

  const started = Date.now();
  say("Starting the embedded Postgres …");
  const postgres = await openLocalDatabases();
  for (const file of postgres.applied) say(`  migrated ${file}`);
  const stops: (() => Promise<void>)[] = [postgres.stop];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  let stopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      say("\nStopping …");
      await stop();
      process.exit(0);
    });
  }

  try {
    const urls = ({ id }: Site) => ({
      site: postgres.url(`ess_site_${id}`),
      platform: postgres.url("ess_platform"),
    });
    await fillDemoData(postgres.url, say);
    for (const site of sites) {
      const steps = await doJobs(urls(site), site, { jobs: PRODUCT_JOBS });
      if (steps > PRODUCT_JOBS.length)
        say(`  site ${site.id}: rollups, products and events in ${steps} steps`);
    }
    const endpoint = await startNeonEndpoint(postgres.url);
    stops.push(endpoint.close);
    say("Starting the worker …");
    const worker = startWrangler(port, {
      DATABASE_URL: postgres.url("ess_platform"),
      NEON_LOCAL_ENDPOINT: endpoint.url,
      AUTH: "open",
      LINK_KEY: randomBytes(32).toString("hex"), // links of an earlier start end with it
      DEID_MODE: "plain",
    });
    stops.push(worker.stop);
    if (!(await worker.isReady))
      throw new UsageError("The worker did not become ready; see above.");
    banner(port, (Date.now() - started) / 1000, postgres.directory);
    stops.push(startTraining().stop);
    await worker.ended;
    if (!stopping) throw new UsageError("The worker has ended; see above.");
  } catch (error) {
    // What is under way fails when its server is stopped: that was meant.
    if (!stopping) throw error;
  } finally {
    if (!stopping) await stop();
  }
});

/**
 * Models learn in processes of their own, because this one answers the worker's questions. Until they have,
 * forecasts are persistence and say so.
 */
function startTraining(): { stop: () => Promise<void> } {
  let stopped = false;
  let stop = () => {};
  const train = async () => {
    for (const { id } of sites) {
      if (stopped) return;
      const started = Date.now();
      const child = spawn(process.execPath, [TRAIN, "--site", String(id)], {
        stdio: ["ignore", "ignore", "pipe"],
      });
      stop = () => child.kill("SIGTERM");
      let told = "";
      child.stderr.on("data", (data) => {
        told = String(data);
      });
      const code = await new Promise((resolve) => child.once("exit", resolve));
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      if (code === 0) say(`  site ${id}: forecasting models are up to date (${seconds} s)`);
      else if (!stopped) say(`  site ${id}: no forecasting models, training has failed: ${told}`);
    }
  };
  const done = train();
  return {
    stop: async () => {
      stopped = true;
      stop();
      await done;
    },
  };
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

function banner(port: number, seconds: number, data: string): void {
  const base = `http://localhost:${port}`;
  say(`
ess-edge is ready (${seconds.toFixed(1)} s) at ${base}
  ${sites.map(({ id, name }) => `site ${id} ${name.en}`).join(", ")}
  Web            ${base}/
  Documentation  ${base}/docs
  Sites          ${base}/api/ess/operating-sites/
  AUTH=open: every request is answered without a key. Only this machine can reach it.

Try:
  curl '${base}/api/ess/operating-sites/2/banks/1/latest/'

Ctrl-C stops everything and keeps the data in ${data}.`);
}

function say(text: string): void {
  console.log(text);
}
