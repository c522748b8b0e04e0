import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../dev/build/worker.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { openCsv } from "../dev/import/csv.ts";
import { load } from "../dev/import/load.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { panli } from "../src/site/registry/2-panli.ts";
import { csvLine, DIGEST, type Rows, sendAll, valuesOf } from "./batches.ts";
import { cpuSeconds, residentMiB, secondsOf } from "./measure.ts";

/*
 * A million rows of 51 columns over HTTP, by unruly clients, against the same rows imported once: the tables
 * must be equal, and the rows a second of orderly clients are told as a ratio to the import's.
 */

const COUNT = Number(process.env.ROWS ?? 1_000_000);
const BATCH_ROWS = Number(process.env.BATCH_ROWS ?? 5000);
const CLIENTS = Number(process.env.CLIENTS ?? 3);
const columns = panli.components.bank;
const rows: Rows = { count: COUNT, columns, seed: 20221005 };

const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
const endpoint = await startNeonEndpoint(postgres.url);
const bundle = await buildWorker(join(directory, "worker"));
const database = postgres.url("ess_site_2");
const digest = () =>
  withClient(database, async (client) => (await client.query(DIGEST(columns))).rows[0]);

try {
  const file = join(directory, "rows.csv");
  writeFileSync(file, `${columns.map(({ name }) => name).join(",")}\n`);
  for (let at = 0; at < COUNT; at += 10_000) {
    const length = Math.min(10_000, COUNT - at);
    const lines = Array.from({ length }, (_, i) => `${csvLine(valuesOf(rows, at + i))}\n`);
    writeFileSync(file, lines.join(""), { flag: "a" });
  }
  const imported = await secondsOf(async () =>
    withClient(database, async (client) => load(client, panli, "bank", await openCsv(file))),
  );
  const expected = await digest();
  say("import of a CSV file", COUNT, imported, imported);

  for (const unruly of [false, true]) {
    await withClient(database, (client) => client.query("truncate bank, ess_idempotency"));
    const runtime = await startRuntime(bundle.file, {
      SITE_2_DATABASE_URL: database,
      NEON_LOCAL_ENDPOINT: endpoint.url,
      AUTH: "open",
    });
    let peak = 0;
    const watching = setInterval(() => {
      peak = Math.max(peak, residentMiB(runtime.pid));
    }, 50);
    const url = `${runtime.url}/api/ess/operating-sites/2/bank/readings/`;
    const sent = await sendAll(url, rows, { batchRows: BATCH_ROWS, clients: CLIENTS, unruly });
    clearInterval(watching);
    say(unruly ? "unruly clients" : "orderly clients, CSV", COUNT, sent.seconds, imported);
    console.log(
      `       ${JSON.stringify(sent)}; worker: ${cpuSeconds(runtime.pid).toFixed(1)} s of CPU, peak ${peak.toFixed(0)} MiB`,
    );
    await runtime.stop();
    const actual = await digest();
    const same = JSON.stringify(actual) === JSON.stringify(expected);
    if (!same) process.exitCode = 1;
    console.log(`${same ? "holds " : "MISSED"} equal to the import: ${JSON.stringify(actual)}`);
  }
} finally {
  await endpoint.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

function say(what: string, count: number, seconds: number, reference: number): void {
  console.log(
    `       ${what}: ${count} rows in ${seconds.toFixed(1)} s, ${Math.round(count / seconds)} rows/s, ${(reference / seconds).toFixed(2)} of the import's speed`,
  );
}
