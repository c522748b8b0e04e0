import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neon, neonConfig } from "@neondatabase/serverless";
import type pg from "pg";
import { buildWorker } from "../dev/build/worker.ts";
import { transactVia } from "../dev/database/ask.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { panli } from "../src/site/registry/2-panli.ts";
import type { RolledComponent } from "../src/site/rollup.ts";
import { KEYS } from "../src/site/site.ts";
import { roll } from "../src/store/rollups/roll.ts";
import { inTurn, median, ms, report, secondsOf } from "./measure.ts";

/*
 * What rolling up costs, and what it saves: a day of a bank and its nine racks at 1 Hz, all columns filled, and
 * thirty days of one rack of the other bank.
 */

const DAYS = Number(process.env.DAYS ?? 30);
const START = "2022-05-01 00:00+09";
const DAY_SECONDS = 86_400;

const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
const endpoint = await startNeonEndpoint(postgres.url);
const bundle = await buildWorker(join(directory, "worker"));
const database = postgres.url("ess_site_2");
const withDatabase = <T>(work: (client: pg.Client) => Promise<T>) => withClient(database, work);

const racks = (count: number): [number, number][] =>
  Array.from({ length: count }, (_, i) => [1, i + 1]);

try {
  await rollADay();
  await averages();
} finally {
  await endpoint.close();
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function rollADay(): Promise<void> {
  const half = DAY_SECONDS / 2;
  const seconds: number[] = [];
  for (const from of [0, half]) {
    const rows =
      (await fill("bank", [[1, 0]], from, from + half)) +
      (await fill("rack", racks(9), from, from + half));
    const taken = await secondsOf(rollAll);
    seconds.push(taken);
    say(`half a day of bank 1 and its 9 racks, ${rows} rows: rolled up in ${taken.toFixed(1)} s`);
  }
  const [first = 0, second = 0] = seconds;
  const most = DAY_SECONDS / 20;
  report(
    "rolling up a day of a bank and its 9 racks",
    first + second,
    most,
    " s",
    "20 times real time",
  );
  report(
    "the second half of the day / the first",
    second / first,
    1.5,
    "×",
    "the table is twice as long",
  );
  const again = await secondsOf(rollAll);
  say(`nothing to roll up: ${(again * 1000).toFixed(0)} ms`);
}

async function averages(): Promise<void> {
  const rows = await fill("rack", [[2, 1]], 0, DAYS * DAY_SECONDS);
  const taken = await secondsOf(rollAll);
  say(`${DAYS} days of one rack, ${rows} rows: rolled up in ${taken.toFixed(1)} s`);
  await withDatabase((client) => client.query("vacuum analyze"));
  const runtime = await startRuntime(bundle.file, {
    SITE_2_DATABASE_URL: database,
    NEON_LOCAL_ENDPOINT: endpoint.url,
    AUTH: "open",
  });
  neonConfig.fetchEndpoint = endpoint.url;
  const sql = neon(database);
  const range = `>= '${START}' and %c < '${START}'::timestamptz + interval '${DAYS} days'`;
  const within = (column: string) => `${column} ${range.replace("%c", column)}`;
  const end = new Date(Date.parse("2022-05-01T00:00+09:00") + DAYS * DAY_SECONDS * 1000);
  const url = `${runtime.url}/api/ess/operating-sites/2/banks/2/racks/1/stats/avg-rack-soc/?start-time=2022-05-01&end-time=${end.toISOString()}&time-bucket-width=1hour`;
  const ours = () => secondsOf(async () => (await fetch(url)).text());
  const raw = () =>
    secondsOf(() =>
      sql.query(
        `select date_bin('1 hour', "TIMESTAMP", '2000-01-03 00:00+09') as time, avg("RACK_SOC") from rack
         where "BANK_ID" = 2 and "RACK_ID" = 1 and ${within('"TIMESTAMP"')} group by 1 order by 1`,
      ),
    );
  const bare = () =>
    secondsOf(() =>
      sql.query(
        `select at, rack_soc_sum / rack_soc_n as mean, rack_soc_n from ess_rack_hour
         where bank = 2 and rack = 1 and ${within("at")} order by at`,
      ),
    );
  const items = (await (await fetch(url)).json()) as unknown[];
  say(`hourly SoC of ${DAYS} days: ${items.length} items`);
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push(await raw());
  const against = await inTurn(31, ours, bare);
  const slower = median(times);
  const share = (against.a / slower) * 100;
  const note = `${ms(slower)} against ${ms(against.a)}, ${(slower / against.a).toFixed(0)} times as fast`;
  report("hourly SoC from rollups over HTTP / from raw rows by SQL", share, 1, " %", note);
  report(
    "the same / bare SQL on the rollup by the same driver",
    against.ratio,
    2,
    "×",
    `${ms(against.a)} against ${ms(against.b)}`,
  );
  await runtime.stop();
}

/** Rows of all columns, a second apart, with values that change. @returns how many */
async function fill(
  component: RolledComponent,
  units: [number, number][],
  from: number,
  to: number,
): Promise<number> {
  const isKey = (name: string) => KEYS[component].includes(name);
  const columns = panli.components[component].filter(({ name }) => !isKey(name));
  const values = columns.map(({ name, type }, i) =>
    type === "text"
      ? `'{"rack1":0}'`
      : type === "integer"
        ? "0"
        : name.includes("CELL_VOLTAGE")
          ? `3.5 + (n % ${37 + i}) * 0.01`
          : `20 + (n % ${101 + i}) * 0.1`,
  );
  const ids = component === "bank" ? '"BANK_ID"' : '"BANK_ID", "RACK_ID"';
  return withDatabase(async (client) => {
    await client.query("select ess_ensure_month($1, $2, 'Asia/Seoul')", [component, START]);
    const { rowCount } = await client.query(`
      insert into ${component} ("TIMESTAMP", ${ids}, ${columns.map(({ name }) => `"${name}"`).join(", ")})
      select '${START}'::timestamptz + n * interval '1 second', ${component === "bank" ? "bank" : "bank, rack"}, ${values.join(", ")}
      from generate_series(${from}, ${to - 1}) as n, (values ${units.map((unit) => `(${unit.join(", ")})`).join(", ")}) as unit (bank, rack)`);
    return rowCount ?? 0;
  });
}

async function rollAll(): Promise<void> {
  await withDatabase(async (client) => {
    for (const component of ["bank", "rack"] as const) {
      while ((await roll(transactVia(client), panli, component, 2160)) > 0);
    }
  });
}

function say(text: string): void {
  console.log(`       ${text}`);
}
