import { execFileSync } from "node:child_process";
import { neon, neonConfig } from "@neondatabase/serverless";
import pg from "pg";
import { findSite } from "../src/site/registry/registry.ts";
import { wireName } from "../src/site/site.ts";
import { formats } from "./formats.ts";
import {
  cpuSeconds,
  curl,
  inTurn,
  ms,
  peakDuring,
  report,
  secondsOf,
  secondsToFirstRow,
} from "./measure.ts";
import { DAYS, startService } from "./service.ts";

/*
 * What downloads and lists promise, each as a ratio to a reference measured in turn with it. Absolute times are this
 * machine's and today's. `npm run bench -- download pages` measures these parts alone.
 */

const DAY = `"TIMESTAMP" >= '2022-05-10T00:00+09:00' and "TIMESTAMP" < '2022-05-11T00:00+09:00'`;
const columns = findSite(2)?.components.bank ?? [];
const list = columns.map(({ name }) => `"${name}"`).join(", ");
const wanted = process.argv.slice(2);

const service = await startService();
const client = new pg.Client({ connectionString: service.database });
await client.connect();
try {
  const parts = { download, deidentified, memory, formats, pages, latest };
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length === 0 || wanted.includes(name)) await measure(service);
  }
} finally {
  await client.end();
  await service.stop();
}

async function download(): Promise<void> {
  const url = `${service.url}/api/ess/download/operating-sites/2/bank/?date=2022-05-10`;
  const copy = `\\copy (select ${list} from bank where ${DAY} order by "TIMESTAMP", "BANK_ID") to stdout csv header`;
  const viaPsql = async () =>
    secondsOf(async () =>
      execFileSync("psql", [service.database, "-qc", copy], { stdio: "ignore" }),
    );
  const result = await inTurn(7, async () => secondsOf(() => curl(url)), viaPsql);
  report(
    "CSV of a day / psql \\copy",
    result.ratio,
    1.3,
    "×",
    `${ms(result.a)} against ${ms(result.b)}`,
  );
  const before = cpuSeconds(service.pid);
  for (let i = 0; i < 5; i++) await curl(url);
  console.log(
    `       CPU of the runtime for one such download: ${ms((cpuSeconds(service.pid) - before) / 5)}`,
  );
  const first = await inTurn(
    7,
    () => secondsToFirstRow(url),
    async () => secondsOf(() => curl(url)),
  );
  report(
    "first data row / whole download",
    first.ratio * 100,
    5,
    " %",
    `${ms(first.a)} of ${ms(first.b)}`,
  );
}

/** A speed of 0.95 of the other's is a time of 1 / 0.95. */
async function deidentified(): Promise<void> {
  const of = (view: string) => async () =>
    secondsOf(() =>
      curl(`${service.url}/api/ess/download/${view}operating-sites/2/bank/?date=2022-05-10`),
    );
  const result = await inTurn(21, of("di/"), of(""));
  report(
    "de-identified CSV of a day / the same as it is",
    result.ratio,
    1 / 0.95,
    "×",
    `${ms(result.a)} against ${ms(result.b)}`,
  );
}

/** Runtimes that nobody has asked anything yet, because a heap grows with its first traffic. */
async function memory(): Promise<void> {
  const path = "/api/ess/download/operating-sites/2/bank/";
  const day = `${path}?date=2022-05-10`;
  const all = `${path}?start-time=2022-05-10&end-time=2022-05-${10 + DAYS}`;
  const peakOf = async (query: string, limits?: Parameters<typeof peakDuring>[2]) => {
    const runtime = await service.fresh();
    const peak = await peakDuring(runtime.pid, runtime.url + query, limits);
    await runtime.stop();
    return peak;
  };
  const one = await peakOf(day);
  const note = (peak: number) => `peak ${peak.toFixed(0)} MiB, that of one day ${one.toFixed(0)}`;
  const ten = await peakOf(all);
  report(`memory, ${DAYS} days − 1 day`, ten - one, 32, " MiB", note(ten));
  const slow = await peakOf(all, { limitRate: "1M", seconds: 20 });
  report("memory, client at 1 MB/s − 1 day", slow - one, 32, " MiB", note(slow));
}

async function pages(): Promise<void> {
  const path =
    "/api/ess/operating-sites/2/banks/1/?start-time=2022-05-10&end-time=2022-05-20&page_size=1000";
  const where = `"BANK_ID" = 1 and "TIMESTAMP" >= '2022-05-10T00:00+09:00' and "TIMESTAMP" < '2022-05-20T00:00+09:00'`;
  const selected = columns.map((column) => {
    const name = `"${column.name}"`;
    if (column.type === "timestamptz")
      return `to_json(${name} at time zone 'Asia/Seoul') as ${wireName(column)}`;
    return `${name}${column.type === "text" ? "::json" : ""} as ${wireName(column)}`;
  });
  const json = `select json_build_object('count', (select count(*) from bank where ${where}), 'results',
    (select json_agg(row_to_json(r)) from (select ${selected.join(", ")} from bank where ${where} order by "TIMESTAMP" limit 1000) r))::text`;
  const ask = (url: string) => async () => secondsOf(async () => (await fetch(url)).arrayBuffer());
  const sql = async () => secondsOf(() => client.query(json));
  const first = await inTurn(15, ask(service.url + path), sql);
  report(
    "page of 1000 × 51 / bare SQL making its JSON",
    first.ratio,
    2,
    "×",
    `${ms(first.a)} against ${ms(first.b)}`,
  );

  const second = await nextOf(service.url + path);
  let deep = second;
  for (let depth = 2; depth < 160; depth++) deep = await nextOf(deep);
  const result = await inTurn(15, ask(deep), ask(second));
  report(
    "page at cursor depth 160 / page at depth 1",
    result.ratio,
    1.2,
    "×",
    `${ms(result.a)} against ${ms(result.b)}`,
  );
  const against = await inTurn(15, ask(deep), ask(service.url + path));
  report(
    "page at cursor depth 160 / first page",
    against.ratio,
    1.2,
    "×",
    `${ms(against.a)} against ${ms(against.b)}, which counts the rows as well`,
  );
}

async function nextOf(url: string): Promise<string> {
  const { next } = (await (await fetch(url)).json()) as { next: string | null };
  if (!next) throw new Error(`no next page after ${url}`);
  return next;
}

async function latest(): Promise<void> {
  neonConfig.fetchEndpoint = service.endpoint;
  const sql = neon(service.database);
  const bare = async () =>
    secondsOf(async () =>
      sql.query(`select * from bank where "BANK_ID" = 1 order by "TIMESTAMP" desc limit 1`),
    );
  const url = `${service.url}/api/ess/operating-sites/2/banks/1/latest/`;
  const result = await inTurn(
    31,
    async () => secondsOf(async () => (await fetch(url)).text()),
    bare,
  );
  report(
    "latest / bare select … limit 1 by the same driver",
    result.ratio,
    3,
    "×",
    `${ms(result.a)} against ${ms(result.b)}`,
  );
}
