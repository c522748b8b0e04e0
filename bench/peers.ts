import autocannon from "autocannon";
import { panli } from "../src/site/registry/2-panli.ts";
import { measuredColumns } from "../src/site/rollup.ts";
import { curl, inTurn, ms, report, secondsOf } from "./measure.ts";
import { fillMonths } from "./peers/months.ts";
import { startProcess } from "./peers/processes.ts";
import { startHouse } from "./peers/service.ts";

/*
 * The service beside what a developer would write by hand: Fastify with pg, pg-query-stream and csv-stringify on the
 * same database. Requests per second in rounds that alternate, and their medians: `npm run bench -- peers`, or some
 * parts of it: `npm run bench -- peers latest page`. ROUNDS and SECONDS set the number and the length of the rounds.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SECONDS = Number(process.env.SECONDS ?? 3);
const BANK = "/api/ess/operating-sites/2/banks/1/";
const RANGE = { start: "2022-05-10T00:00:00+09:00", end: "2022-05-11T00:00:00+09:00" };
const means = measuredColumns(panli, "bank");
const wanted = process.argv.slice(3);

const house = await startHouse();
const peer = await startProcess("fastify.ts", {
  database: house.database,
  columns: panli.components.bank.map(({ name }) => name),
  means,
});
try {
  const { url } = await house.worker(house.database);
  const parts = { latest, page, nextPage, hourly, csv, months };
  for (const [name, measure] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) await measure(url);
} finally {
  await peer.stop();
  await house.stop();
}

async function latest(url: string): Promise<void> {
  await compare("newest row", [`${url}${BANK}latest/`, `${peer.url}/banks/1/latest`], [0.4, 0.6]);
}

async function page(url: string): Promise<void> {
  const query = new URLSearchParams({ ...RANGE, size: "1000" });
  await compare(
    "page of 1000 × 51 with the number of rows",
    [`${url}${BANK}?date=2022-05-10&page_size=1000`, `${peer.url}/banks/1?${query}`],
    [0.9, 1.3],
  );
}

async function nextPage(url: string): Promise<void> {
  const first = await (await fetch(`${url}${BANK}?date=2022-05-10&page_size=1000`)).json();
  const { next, results } = first as { next: string; results: { timestamp: string }[] };
  const after = results.at(-1)?.timestamp ?? "";
  const query = new URLSearchParams({ ...RANGE, size: "1000", after });
  await compare("the page after it", [next, `${peer.url}/banks/1?${query}`], [0.9, 1.3]);
}

async function hourly(url: string): Promise<void> {
  const fields = means.map((name) => name.toLowerCase()).join(",");
  const query = new URLSearchParams(RANGE);
  await compare(
    `hourly means of a day, ${means.length} columns`,
    [
      `${url}${BANK}stats/aggregate/?date=2022-05-10&time-bucket-width=1h&agg=avg&fields=${fields}`,
      `${peer.url}/banks/1/hourly?${query}`,
    ],
    [4, 4],
  );
}

async function csv(url: string): Promise<void> {
  const ours = `${url}/api/ess/download/operating-sites/2/bank/?date=2022-05-10`;
  const theirs = `${peer.url}/csv?${new URLSearchParams(RANGE)}`;
  for (const connections of [1, 16]) {
    const all = (of: string) => async () =>
      secondsOf(() => Promise.all(Array.from({ length: connections }, () => curl(of))));
    const rounds = connections === 1 ? ROUNDS : Math.min(3, ROUNDS);
    const { a, b, ratio } = await inTurn(rounds, all(theirs), all(ours));
    const note = `${ms(b)} against ${ms(a)}`;
    report(`CSV of a day, ${connections} at once`, ratio, 3, "× as fast", note, "at least");
  }
}

/** The newest row of a table with 60 monthly partitions beside one with 2. */
async function months(): Promise<void> {
  const [few, many] = await Promise.all(
    [2, 60].map(async (count) => house.worker(await fillMonths(house.url, count))),
  );
  const asked = (runtime: typeof few) => async () => {
    const time = 1 / (await perSecond(`${runtime?.url}${BANK}latest/`, 1));
    return time;
  };
  const { a, b, ratio } = await inTurn(ROUNDS, asked(many), asked(few));
  const note = `${ms(a)} against ${ms(b)}`;
  report("newest row, 60 monthly partitions / 2", ratio, 1.2, "× the time", note);
}

/** Requests per second of the service over those of the reference. */
async function compare(
  what: string,
  [ours, theirs]: [string, string],
  [one, sixteen]: [number, number],
): Promise<void> {
  for (const [connections, bound] of [
    [1, one],
    [16, sixteen],
  ] as const) {
    const { a, b, ratio } = await inTurn(
      ROUNDS,
      () => perSecond(ours, connections),
      () => perSecond(theirs, connections),
    );
    const note = `${a.toFixed(0)} against ${b.toFixed(0)} requests/s`;
    report(`${what}, ${connections} connections`, ratio, bound, "×", note, "at least");
  }
}

async function perSecond(url: string, connections: number): Promise<number> {
  const { errors, non2xx, requests } = await autocannon({ url, connections, duration: SECONDS });
  if (errors + non2xx > 0) throw new Error(`${errors + non2xx} requests to ${url} failed`);
  return requests.total / SECONDS;
}
