import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { neon, neonConfig } from "@neondatabase/serverless";
import autocannon, { type Result } from "autocannon";
import { LOAD_DAY, startLoadedService } from "./loaded-service.ts";
import { cpuSeconds, inTurn, median, report, residentMiB } from "./measure.ts";

/*
 * A mix of everything that people ask, by 1, 16 and 64 connections beside two slow downloads, and what these two cost
 * the others; each kind beside its own question asked of the database by the driver alone; and the memory of the
 * runtime over minutes of load. `npm run bench:load`, or for less than ten minutes of load `npm run bench:load -- 2`
 */

const MINUTES = Number(process.argv[3] ?? 10);
const SECONDS = 10;
const ROUNDS = 3;
/** A p99 of ten seconds is that of a dozen answers: it takes more of them to compare two. */
const TAIL_ROUNDS = 9;
const RACK = "operating-sites/1/banks/1/racks/3/";
const STATS = `/api/ess/stats/`;

/** What is asked, and by how many of 64 connections. */
const MIX = {
  latest: { path: `/api/ess/${RACK}latest/`, share: 24 },
  page: { path: `/api/ess/${RACK}?date=${LOAD_DAY}&page_size=100`, share: 16 },
  aggregate: {
    path: `/api/ess/${RACK}stats/aggregate/?date=${LOAD_DAY}&fields=rack_soc&time-bucket-width=5min`,
    share: 12,
  },
  indicator: {
    path: `${STATS}sos/${RACK}?start-time=${LOAD_DAY}T10:00&end-time=${LOAD_DAY}T11:00&interval=1min`,
    share: 6,
  },
  forecast: { path: `${STATS}forecasting-max-cell-voltage/${RACK}?origin=latest`, share: 6 },
} as const;
type Kind = keyof typeof MIX;
const KINDS = Object.keys(MIX) as Kind[];
const SLOW = "/api/ess/download/operating-sites/1/rack/";
const SLOW_RATE = "100k";

type Load = { times: Record<Kind, number[]>; errors: number };

/** What was answered but what was asked for, so far. */
const refused = new Map<string, number>();
const refusals = (): string =>
  [...refused].map(([what, count]) => `${count} × ${what}`).join(", ") || "of the mix above";

const service = await startLoadedService();
try {
  const kinds = KINDS.map((kind) => `${kind} ${service.url}${MIX[kind].path}`);
  console.log(`One request of each kind:\n  ${kinds.join("\n  ")}`);
  await warmUp();
  for (const connections of [1, 16, 64]) await measureMix(connections);
  await measureDownloads();
  await measureBare();
  await measureMemory();
} finally {
  await service.stop();
}

async function warmUp(): Promise<void> {
  for (const kind of KINDS) {
    const response = await fetch(service.url + MIX[kind].path);
    const text = await response.text();
    if (!response.ok || text.length < 20) throw new Error(`${kind}: ${text.slice(0, 300)}`);
  }
  await underLoad(16, SECONDS);
}

/** Asks by so many connections for so long, each kind by its share of them; one asks all kinds in turn. */
async function underLoad(connections: number, seconds: number): Promise<Load> {
  const load: Load = {
    times: { latest: [], page: [], aggregate: [], indicator: [], forecast: [] },
    errors: 0,
  };
  const refuse = (what: string, count = 1) => {
    if (count > 0) refused.set(what, (refused.get(what) ?? 0) + count);
    load.errors += count;
  };
  const parts =
    connections === 1
      ? [{ kinds: KINDS, connections }]
      : KINDS.map((kind) => ({
          kinds: [kind],
          connections: Math.max(1, Math.round((MIX[kind].share * connections) / 64)),
        }));
  await Promise.all(
    parts.map(async (part) => {
      const { errors, timeouts } = await new Promise<Result>((resolve, reject) => {
        const options = {
          url: service.url,
          connections: part.connections,
          duration: seconds,
          timeout: 30,
          requests: part.kinds.map((kind) => ({ method: "GET" as const, path: MIX[kind].path })),
        };
        const running = autocannon(options, (error, result) =>
          error ? reject(error) : resolve(result),
        );
        let turn = 0;
        running.on("response", (_client, status, _bytes, millis) => {
          const kind = part.kinds[turn++ % part.kinds.length] as Kind;
          if (status === 200) load.times[kind].push(millis);
          else refuse(String(status));
        });
      });
      refuse("no answer", errors);
      refuse("too late", timeouts);
    }),
  );
  return load;
}

async function measureMix(connections: number): Promise<void> {
  const before = cpuSeconds(service.pid);
  const load = await besideDownloads(() => underLoad(connections, SECONDS));
  const cpu = cpuSeconds(service.pid) - before;
  const all = KINDS.flatMap((kind) => load.times[kind]);
  console.log(
    `       ${connections} connections and two slow downloads: ${(all.length / SECONDS).toFixed(0)} requests/s, ${load.errors} errors, ${((cpu / all.length) * 1000).toFixed(2)} ms of CPU each; p50, p95, p99 in ms:`,
  );
  for (const kind of KINDS) {
    const times = load.times[kind];
    console.log(
      `         ${kind.padEnd(10)} ${[0.5, 0.95, 0.99].map((q) => quantile(times, q).toFixed(1).padStart(7)).join(" ")}  of ${times.length}`,
    );
  }
  report(`Errors of ${connections} connections`, load.errors, 0, "", refusals());
  if (connections < 64) return;
  const { latest } = load.times;
  report(
    "p99 / p50 of latest, 64 connections",
    quantile(latest, 0.99) / quantile(latest, 0.5),
    5,
    "×",
    "of the mix above",
  );
}

/** Does something while two clients download slowly. */
async function besideDownloads<T>(work: () => Promise<T>): Promise<T> {
  const flags = ["-sS", "-o", "/dev/null", "--limit-rate", SLOW_RATE, service.url + SLOW];
  const clients = [0, 1].map(() => spawn("curl", flags, { stdio: "ignore" }));
  await sleep(500);
  const done = await work();
  if (clients.some(({ exitCode }) => exitCode !== null)) throw new Error("a download was over");
  for (const client of clients) client.kill();
  return done;
}

/** p99 of `latest` in the mix while two clients download slowly, beside the mix alone, in turn. */
async function measureDownloads(): Promise<void> {
  let errors = 0;
  const p99 = async () => {
    const load = await underLoad(64, SECONDS);
    errors += load.errors;
    return quantile(load.times.latest, 0.99);
  };
  const result = await inTurn(TAIL_ROUNDS, () => besideDownloads(p99), p99);
  report("Errors meanwhile", errors, 0, "", refusals());
  report(
    "p99 of latest, 64 connections, with two slow downloads / without",
    result.ratio,
    1.2,
    "×",
    `${result.a.toFixed(1)} against ${result.b.toFixed(1)} ms`,
  );
}

/** Each kind by 16 connections, beside what it asks of the database asked by the driver alone from here. */
async function measureBare(): Promise<void> {
  for (const kind of KINDS) {
    const questions = await service.questionsOf(MIX[kind].path);
    neonConfig.fetchEndpoint = service.endpoint;
    const perSecond = (ask: () => Promise<unknown>) => async () => {
      const until = performance.now() + 3_000;
      let count = 0;
      const client = async () => {
        for (; performance.now() < until; count++) await ask();
      };
      await Promise.all(Array.from({ length: 16 }, client));
      return count / 3;
    };
    const result = await inTurn(
      ROUNDS,
      perSecond(async () => (await fetch(service.url + MIX[kind].path)).arrayBuffer()),
      perSecond(async () => {
        for (const { url, query, params } of questions) await neon(url).query(query, params);
      }),
    );
    console.log(
      `       ${kind}, 16 connections: ${result.ratio.toFixed(2)}× the requests/s of its ${questions.length} question(s) by the driver (${result.a.toFixed(0)} against ${result.b.toFixed(0)})`,
    );
  }
}

async function measureMemory(): Promise<void> {
  const memory: number[] = [];
  let errors = 0;
  for (let minute = 1; minute <= MINUTES; minute++) {
    errors += (await underLoad(64, 60)).errors;
    memory.push(residentMiB(service.pid));
    console.log(`       after minute ${minute}: ${memory.at(-1)?.toFixed(0)} MiB`);
  }
  report(`Errors in ${MINUTES} minutes of 64 connections`, errors, 0, "", refusals());
  report(
    `Memory after ${MINUTES} minutes of 64 connections, beyond that after one`,
    (memory.at(-1) ?? 0) - (memory[0] ?? 0),
    32,
    " MiB",
    `highest ${Math.max(...memory).toFixed(0)} MiB, median ${median(memory).toFixed(0)}`,
  );
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
