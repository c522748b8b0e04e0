import { execFileSync } from "node:child_process";
import { neon, neonConfig } from "@neondatabase/serverless";
import pg from "pg";
import { findSite } from "../src/sites/index.ts";
import { wireName } from "../src/sites/site.ts";
import { cpuSeconds, curl, inTurn, median, peakDuring, secondsOf } from "./measure.ts";
import { DAYS, startService } from "./service.ts";

/*
 * What part 1 promises, each as a ratio to a reference measured in turn with it. Absolute times are this
 * machine's and today's.
 */

const DAY = `"TIMESTAMP" >= '2022-05-10T00:00+09:00' and "TIMESTAMP" < '2022-05-11T00:00+09:00'`;
const columns = findSite(2)?.components.bank ?? [];
const list = columns.map(({ name }) => `"${name}"`).join(", ");
let missed = 0;

function report(what: string, value: number, bound: number, unit: string, note: string): void {
  const holds = value <= bound;
  if (!holds) missed++;
  console.log(
    `${holds ? "holds " : "MISSED"} ${what}: ${value.toFixed(2)}${unit} (at most ${bound}${unit}); ${note}`,
  );
}

const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;

const service = await startService();
const client = new pg.Client({ connectionString: service.database });
await client.connect();
try {
  await download();
  await memory();
  await pages();
  await latest();
} finally {
  await client.end();
  await service.stop();
}
process.exitCode = missed > 0 ? 1 : 0;

async function download(): Promise<void> {
  const url = `${service.url}/api/ess/download/operating-sites/2/bank/?date=2022-05-10`;
  const copy = `\\copy (select ${list} from bank where ${DAY} order by "TIMESTAMP", "BANK_ID") to stdout csv header`;
  const viaPsql = async () =>
    secondsOf(async () =>
      execFileSync("psql", [service.database, "-qc", copy], { stdio: "ignore" }),
    );
  const firsts: number[] = [];
  const result = await inTurn(
    7,
    async () => {
      const { first, total } = await curl(url);
      firsts.push(first / total);
      return total;
    },
    viaPsql,
  );
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
  const share = median(firsts.slice(1)); // without the warm-up
  report(
    "first byte / whole download",
    share * 100,
    5,
    " %",
    "the first rows are read before it goes out",
  );
}

/**
 * The runtime's heap takes some hundred megabytes of traffic to reach its plateau, whatever is downloaded.
 * So that only the length of the range differs, both runtimes are new and deliver the same bytes.
 */
async function memory(): Promise<void> {
  const path = "/api/ess/download/operating-sites/2/bank/";
  const days = Array.from({ length: DAYS }, (_, i) => `${path}?date=2022-05-${10 + i}`);
  const all = `${path}?start-time=2022-05-10&end-time=2022-05-${10 + DAYS}`;
  const [byDay, atOnce, slowly] = [
    await service.fresh(),
    await service.fresh(),
    await service.fresh(),
  ];
  const peaks: number[] = [];
  for (const day of days) peaks.push(await peakDuring(byDay.pid, byDay.url + day));
  const one = Math.max(...peaks);
  const ten = await peakDuring(atOnce.pid, atOnce.url + all);
  const slow = await peakDuring(slowly.pid, slowly.url + all, { limitRate: "1M", seconds: 20 });
  for (const runtime of [byDay, atOnce, slowly]) await runtime.stop();
  const shown = peaks.map((peak) => peak.toFixed(0)).join(", ");
  console.log(`       peaks of ten downloads of a day in a new runtime, MiB: ${shown}`);
  report(
    "memory, 10 days at once − 10 times 1 day",
    ten - one,
    32,
    " MiB",
    `peak ${ten.toFixed(0)}`,
  );
  report(
    "memory, 10 days − the first day",
    ten - (peaks[0] ?? 0),
    32,
    " MiB",
    "with the heap's start",
  );
  report(
    "memory, client at 1 MB/s − the first day",
    slow - (peaks[0] ?? 0),
    32,
    " MiB",
    `peak ${slow.toFixed(0)}`,
  );
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
