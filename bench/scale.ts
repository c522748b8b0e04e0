import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { buildWorker } from "../dev/build/worker.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { loadSimulation } from "../dev/import/simulation.ts";
import { doJobs } from "../dev/jobs.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { rollUp } from "../src/jobs/run.ts";
import { panli } from "../src/site/registry/2-panli.ts";
import { median, secondsOf } from "./measure.ts";
import { overheard } from "./overheard.ts";

/*
 * How the cost of each class of question grows with what is stored: 17 racks at 1 Hz, one day of them and then
 * thirty. What a question reads is told by Postgres itself (EXPLAIN BUFFERS). `npm run bench -- scale`; DAYS=5 for less.
 */

const DAYS = Number(process.env.DAYS ?? 30);
const ROUNDS = 5;
const FIRST = "2022-05-01";
const GB = 1e9;
/** Of a day of rows, with its index, rollups and the log of what is written. */
const DAY_GB = 1.6;

const RACK = "/api/ess/operating-sites/2/banks/1/racks/3/";
const BANK_RACKS = "/api/ess/operating-sites/2/banks/1/racks/";
const STATS = "/api/ess/stats/";

/** Classes of questions: of the first day, which is there in both, and of all days that are there. */
const CLASSES: Record<string, (last: string) => string> = {
  "newest row": () => `${RACK}latest/`,
  "page of a day": () => `${RACK}?date=${FIRST}&page_size=1000`,
  "page in the middle of a day, by number": () => `${RACK}?date=${FIRST}&page_size=1000&page=43`,
  "first page of all rows": () => `${RACK}?page_size=1000`,
  "five minutes of all racks of a bank": () =>
    `${BANK_RACKS}?start-time=${FIRST}T10:00&end-time=${FIRST}T10:05&page_size=1000`,
  "a day in 5 minutes, one field": () =>
    `${RACK}stats/aggregate/?date=${FIRST}&fields=rack_soc&time-bucket-width=5min`,
  "SoS of an hour, each minute": () =>
    `${STATS}sos/operating-sites/2/banks/1/racks/3/?start-time=${FIRST}T10:00&end-time=${FIRST}T11:00&interval=1min`,
  "all days in 500 points, one field": (last) =>
    `${RACK}stats/aggregate/?start-time=${FIRST}&end-time=${last}&fields=rack_soc&max-points=500`,
  "all days by hour, first and last value": (last) =>
    `${RACK}stats/aggregate/?start-time=${FIRST}&end-time=${last}&fields=rack_soc&time-bucket-width=1h&agg=first,last`,
};

const free = statfsSync(tmpdir());
if ((free.bavail * free.bsize) / GB < DAYS * DAY_GB) {
  console.log(`skipped: ${DAYS} days need ${(DAYS * DAY_GB).toFixed(0)} GB of disk`);
  process.exit(0);
}

const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
const settings = {
  fsync: "off",
  max_wal_size: "2GB",
  synchronous_commit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
};
const postgres = await openLocalDatabases({ directory, settings });
const endpoint = await startNeonEndpoint(postgres.url);
const bundle = await buildWorker(join(directory, "worker"));
const database = postgres.url("ess_site_2");
const start = (local: string) =>
  startRuntime(bundle.file, {
    SITE_2_DATABASE_URL: database,
    PLATFORM_DATABASE_URL: postgres.url("ess_platform"),
    NEON_LOCAL_ENDPOINT: local,
    AUTH: "open",
  });
const runtime = await start(endpoint.url);
try {
  const from = Date.parse(`${FIRST}T00:00:00+09:00`);
  const loaded = await secondsOf(() =>
    loadSimulation(database, panli, { from, days: 1, stepSeconds: 1, seed: 1 }),
  );
  const rolled = await secondsOf(() =>
    doJobs({ site: database, platform: postgres.url("ess_platform") }, panli, { jobs: [rollUp] }),
  );
  console.log(
    `A day of 17 racks and 2 banks: simulated and stored in ${loaded.toFixed(0)} s, rolled up in ${rolled.toFixed(0)} s`,
  );
  const one = await measured(1);
  await repeatDay();
  const all = await measured(DAYS);
  table(one, all);
} finally {
  await runtime.stop();
  await endpoint.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

type Cost = { megabytes: number; millis: number; answer: number };

async function measured(days: number): Promise<Cost[]> {
  const size = await withClient(database, async (client) => {
    await client.query("vacuum analyze");
    const { rows } = await client.query(`select (select count(*) from rack)::int as rows,
      pg_size_pretty(pg_database_size(current_database())) as size,
      (select sum(pg_relation_size(inhrelid)) from pg_inherits where inhparent = 'rack'::regclass)::float8 as heap,
      (select sum(pg_indexes_size(inhrelid)) from pg_inherits where inhparent = 'rack'::regclass)::float8 as indexes,
      (pg_total_relation_size('ess_rack_minute') + pg_total_relation_size('ess_rack_hour') + pg_total_relation_size('ess_rack_day'))::float8 as rollups`);
    return rows[0];
  });
  console.log(
    `${days} days: ${size.rows} rack rows, ${size.size}; of a row ${(size.heap / size.rows).toFixed(0)} bytes, its index ${(size.indexes / size.rows).toFixed(0)}, its share of the rollups ${(size.rollups / size.rows).toFixed(0)}`,
  );
  const end = new Date(Date.parse(`${FIRST}T00:00:00Z`) + days * 86_400_000);
  const last = end.toISOString().slice(0, 10);
  const costs: Cost[] = [];
  for (const pathOf of Object.values(CLASSES)) costs.push(await costOf(pathOf(last)));
  return costs;
}

async function costOf(path: string): Promise<Cost> {
  const questions = await overheard(endpoint.url, start, path);
  let buffers = 0;
  for (const { url, query, params } of questions) {
    await withClient(url, async (client) => {
      const { rows } = await client.query(
        `explain (analyze, buffers, format json) ${query}`,
        params,
      );
      const { Plan } = rows[0]["QUERY PLAN"][0];
      buffers += Plan["Shared Hit Blocks"] + Plan["Shared Read Blocks"];
    });
  }
  const times: number[] = [];
  let answer = 0;
  for (let i = 0; i <= ROUNDS; i++) {
    const seconds = await secondsOf(async () => {
      const response = await fetch(runtime.url + path);
      answer = (await response.arrayBuffer()).byteLength;
      if (!response.ok) throw new Error(`${response.status} of ${path}`);
    });
    if (i > 0) times.push(seconds * 1000);
  }
  return { megabytes: (buffers * 8192) / 1e6, millis: median(times), answer };
}

/** The same rows and rollups on the days after: what is measured is how much there is. */
async function repeatDay(): Promise<void> {
  const seconds = await secondsOf(() =>
    withClient(database, async (client) => {
      await client.query("set session_replication_role = replica"); // nothing is marked: it is rolled up already
      await client.query(
        "select ess_ensure_month('rack', $1::timestamptz + make_interval(days => d), 'Asia/Seoul') from generate_series(0, $2::int) as d",
        [`${FIRST} 00:00+09`, DAYS],
      );
      for (const name of ["rack", "ess_rack_minute", "ess_rack_hour", "ess_rack_day"]) {
        for (let day = 1; day < DAYS; day++) await copyDay(client, name, day);
        console.log(`       ${name}: ${DAYS} days`);
      }
    }),
  );
  console.log(`       copied in ${seconds.toFixed(0)} s`);
}

async function copyDay(client: pg.Client, table: string, day: number): Promise<void> {
  const { rows } = await client.query(
    "select column_name as name, data_type as type from information_schema.columns where table_name = $1 and is_generated = 'NEVER' order by ordinal_position",
    [table],
  );
  const names = rows.map(({ name }) => `"${name}"`);
  const time = rows.find(({ name }) => name === "TIMESTAMP" || name === "at").name;
  const shifted = rows.map(({ name, type }) =>
    type === "timestamp with time zone" ? `"${name}" + make_interval(days => ${day})` : `"${name}"`,
  );
  await client.query(
    `insert into ${table} (${names.join(", ")}) select ${shifted.join(", ")} from ${table}
     where "${time}" >= $1 and "${time}" < $1::timestamptz + interval '1 day' order by "${time}"`,
    [`${FIRST} 00:00+09`],
  );
}

function table(one: readonly Cost[], all: readonly Cost[]): void {
  const lines = Object.keys(CLASSES).map((name, i) => {
    const [a, b] = [one[i] as Cost, all[i] as Cost];
    const cells = [
      a.megabytes.toFixed(2),
      b.megabytes.toFixed(2),
      (b.megabytes / a.megabytes).toFixed(2),
      (b.millis / a.millis).toFixed(2),
      (b.answer / 1000).toFixed(0),
    ];
    return `| ${[name, ...cells].join(" | ")} |`;
  });
  console.log(
    [
      "",
      `| question | MB read, 1 day | MB read, ${DAYS} days | ratio | time, ratio | kB answered |`,
      "|---|---|---|---|---|---|",
      ...lines,
    ].join("\n"),
  );
}
