import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import { buildWorker } from "../dev/build/worker.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { loadSimulation } from "../dev/import/simulation.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { sionyu } from "../src/site/registry/1-sionyu.ts";
import { cpuSeconds, inTurn, ms, peakDuring, report, secondsOf } from "./measure.ts";

/*
 * SoS of one rack over a day at 1 Hz, a score each 10 s, against SQL by hand for its inputs: the earliest complete
 * row of each step, asked for with the same driver over the same endpoint. Simulated: site 1, eight racks.
 */

const ROUNDS = 21;
const DAY = `"TIMESTAMP" >= '2022-05-10T00:00+09:00' and "TIMESTAMP" < '2022-05-11T00:00+09:00'`;
const RACK = `"BANK_ID" = 1 and "RACK_ID" = 3 and ${DAY}`;
const LIMITS = {
  RACK_MAX_CELL_VOLTAGE: "1 and 5",
  RACK_MIN_CELL_VOLTAGE: "1 and 5",
  RACK_CELL_VOLTAGE_GAP: "0 and 4",
  RACK_CURRENT: "-400 and 400",
  RACK_MAX_CELL_TEMPERATURE: "-40 and 100",
  RACK_MIN_CELL_TEMPERATURE: "-40 and 100",
  RACK_CELL_TEMPERATURE_GAP: "0 and 140",
};
const inputs = Object.keys(LIMITS)
  .map((name) => `"${name}"`)
  .join(", ");
const complete = Object.entries(LIMITS)
  .map(([name, range]) => `"${name}" between ${range}`)
  .join(" and ");

/** The quickest way first: it is the reference. */
const BARE = {
  "one look into the index for each step": `select at, sample.*
    from generate_series('2022-05-10T00:00+09:00'::timestamptz, '2022-05-10T23:59:50+09:00', '10 seconds') as at,
      lateral (select ${inputs} from rack where ${RACK} and "TIMESTAMP" >= at and "TIMESTAMP" < at + interval '10 seconds' and ${complete} order by "TIMESTAMP" limit 1) as sample`,
  "distinct on (step)": `select distinct on (at) date_bin('10 seconds', "TIMESTAMP", '2000-01-03T00:00+09:00') as at, ${inputs}
    from rack where ${RACK} and ${complete} order by at, "TIMESTAMP"`,
};

const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
const endpoint = await startNeonEndpoint(postgres.url);
const bundle = await buildWorker(join(directory, "worker"));
const database = postgres.url("ess_site_1");
const runtime = await startRuntime(bundle.file, {
  SITE_1_DATABASE_URL: database,
  NEON_LOCAL_ENDPOINT: endpoint.url,
  AUTH: "open",
});
try {
  const from = Date.parse("2022-05-10T00:00:00+09:00");
  await loadSimulation(database, sionyu, { from, days: 1, stepSeconds: 1, seed: 1 });
  await withClient(database, (client) => client.query("vacuum analyze rack"));
  await measure();
} finally {
  await runtime.stop();
  await endpoint.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const racks = `${runtime.url}/api/ess/stats/sos/operating-sites/1/banks/1/racks/`;
  const url = `${racks}3/?date=2022-05-10`;
  neonConfig.fetchEndpoint = endpoint.url;
  const sql = neon(database);
  const answer = async () => secondsOf(async () => (await fetch(url)).text());
  for (const [way, query] of Object.entries(BARE)) {
    const result = await inTurn(ROUNDS, answer, async () =>
      secondsOf(async () => sql.query(query)),
    );
    const note = `${ms(result.a)} against ${ms(result.b)}`;
    report(`SoS of a rack, a day, 10 s / bare SQL, ${way}`, result.ratio, 1.5, "×", note);
  }
  const before = cpuSeconds(runtime.pid);
  for (let i = 0; i < ROUNDS; i++) await answer();
  const cpu = (cpuSeconds(runtime.pid) - before) / ROUNDS;
  console.log(`       CPU of the runtime for one such answer: ${ms(cpu)}`);
  const stream = `${racks}?date=2022-05-10&interval=1s&no_page=true`;
  const seconds = await secondsOf(async () => {
    const peak = await peakDuring(runtime.pid, stream);
    console.log(`       streamed, eight racks each second: peak ${peak.toFixed(0)} MiB`);
  });
  console.log(`       the same: ${seconds.toFixed(1)} s for about 670,000 items`);
}
