import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../../dev/build/worker.ts";
import { askVia, transactVia } from "../../dev/database/ask.ts";
import { openLocalDatabases } from "../../dev/database/local.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { loadSimulation } from "../../dev/import/simulation.ts";
import { doJobs } from "../../dev/jobs.ts";
import { startNeonEndpoint } from "../../dev/neon-endpoint.ts";
import { startRuntime } from "../../dev/runtime/workerd.ts";
import { localMidnight } from "../../dev/simulate/today.ts";
import { rollUp } from "../../src/jobs/run.ts";
import { askNights, train } from "../../src/jobs/train.ts";
import { sionyu } from "../../src/site/registry/1-sionyu.ts";
import { dayText } from "../../src/time/days.ts";
import { cpuSeconds, median, ms, report } from "../measure.ts";

const DAYS = 4;
const RACKS = 8;
const WARM_UP = 15;
const ROUNDS = 25;
/** Requests of one short answer: processor time is counted in hundredths of a second. */
const MANY = 200;

/**
 * What forecasts cost in the real worker, of a simulated site: inference of a rack over a day of origins, of a single
 * origin, and of a night of training, in seconds of processor time.
 */
export async function measureService(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
  const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
  const endpoint = await startNeonEndpoint(postgres.url);
  const bundle = await buildWorker(join(directory, "worker"));
  const urls = { site: postgres.url("ess_site_1"), platform: postgres.url("ess_platform") };
  const runtime = await startRuntime(bundle.file, {
    SITE_1_DATABASE_URL: urls.site,
    PLATFORM_DATABASE_URL: urls.platform,
    NEON_LOCAL_ENDPOINT: endpoint.url,
    AUTH: "open",
  });
  try {
    const from = localMidnight(sionyu, -DAYS);
    await loadSimulation(urls.site, sionyu, { from, days: DAYS, stepSeconds: 10, seed: 1 });
    await withClient(urls.site, (client) => client.query("vacuum analyze rack"));
    await doJobs(urls, sionyu, { jobs: [rollUp] });
    await measureTraining(urls);
    const last = dayText((from + (DAYS - 0.5) * 86_400_000) * 1000, sionyu.timeZone);
    await measureInference(runtime, last, urls.platform);
  } finally {
    await runtime.stop();
    await endpoint.close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** All nights of one target; the last one goes on from a state, which costs the most. */
async function measureTraining(urls: { site: string; platform: string }): Promise<void> {
  await withClient(urls.site, (own) =>
    withClient(urls.platform, async (other) => {
      const work = { site: sionyu, ask: askVia(own), now: Date.now() };
      const platform = { ask: askVia(other), transact: transactVia(other) };
      const nights = (await askNights(work, platform)).filter(
        ({ component, target }) => component === "rack" && target === "max_cell_voltage",
      );
      const costs: number[] = [];
      for (const night of nights) {
        const before = process.cpuUsage();
        await train(work, platform, night);
        const { user, system } = process.cpuUsage(before);
        costs.push((user + system) / 1e6);
      }
      const note = `nights one after another: ${costs.map((cost) => cost.toFixed(1)).join(", ")} s`;
      report(
        `CPU of a night, highest cell voltage of ${RACKS} racks`,
        Math.max(...costs),
        10,
        " s",
        note,
      );
    }),
  );
}

async function measureInference(
  runtime: { url: string; pid: number },
  day: string,
  platform: string,
): Promise<void> {
  const list = `${runtime.url}/api/ess/stats/forecasting-max-cell-voltage/operating-sites/1/banks/1/racks/3/`;
  const cpu = async (query: string, requests: number): Promise<number> => {
    const before = cpuSeconds(runtime.pid);
    for (let i = 0; i < requests; i++) {
      const response = await fetch(list + query);
      const text = await response.text();
      if (!response.ok || !text.includes("persistence")) throw new Error(text.slice(0, 300));
    }
    return (cpuSeconds(runtime.pid) - before) / requests;
  };
  const all = `?date=${day}`;
  // The same samples are read for an origin each hour.
  const few = `?date=${day}&interval=1h`;
  await cpu(all, WARM_UP);
  await cpu(few, WARM_UP);
  const pairs: [number, number][] = [];
  for (let i = 0; i < 5; i++) pairs.push([await cpu(all, ROUNDS / 5), await cpu(few, ROUNDS / 5)]);
  const [whole, reading] = [median(pairs.map(([a]) => a)), median(pairs.map(([, b]) => b))];
  report(
    "CPU of the runtime, a rack over a day of 8,640 origins, beyond reading the day",
    median(pairs.map(([a, b]) => a - b)) * 1000,
    50,
    " ms",
    `the whole answer ${ms(whole)}, with 24 origins ${ms(reading)}`,
  );
  const withoutModel = async (measure: () => Promise<void>) => {
    const set = (live: string) =>
      withClient(platform, (client) => client.query(`update forecast_target set live = ${live}`));
    await set("null");
    await measure();
    await set("latest");
  };
  await withoutModel(async () => {
    await cpu(all, WARM_UP);
    console.log(`       the whole answer without a model: ${ms(await cpu(all, ROUNDS))}`);
  });
  const latest = "?origin=latest";
  await cpu(latest, MANY);
  const costs: [number, number][] = [];
  for (let i = 0; i < 5; i++) {
    const modelled = await cpu(latest, MANY);
    await withoutModel(async () => {
      await cpu(latest, 20);
      costs.push([modelled, await cpu(latest, MANY)]);
    });
    await cpu(latest, 20);
  }
  report(
    "CPU of the runtime, a single origin with a model beyond the same without one",
    median(costs.map(([a, b]) => a - b)) * 1000,
    1,
    " ms",
    `whole answers ${ms(median(costs.map(([a]) => a)))} and ${ms(median(costs.map(([, b]) => b)))}`,
  );
}
