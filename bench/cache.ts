import { Agent, type IncomingHttpHeaders, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { startNeonRelay } from "../dev/neon-relay.ts";
import { inTurn, report } from "./measure.ts";
import { startService } from "./service.ts";

/*
 * What an answer costs that its client, or the nearest cache, has already, beside one that is made: requests per
 * second in turn, and how many questions the database was asked meanwhile. All ask as browsers and HTTP libraries do,
 * for gzip if there is any; a local runtime compresses nothing that is made, which Cloudflare does at no cost of the
 * worker. `npm run bench -- cache`
 */

const PAGE = "operating-sites/2/banks/1/?date=2022-05-10&page_size=1000";
const CHART = "operating-sites/2/banks/1/stats/aggregate/?date=2022-05-10&max-points=500";
const GZIP = { "accept-encoding": "gzip" };
const CONNECTIONS = 16;
const SECONDS = 3;
const ROUNDS = 3;
const LEAST = 20;
const DATABASE = "ess_site_2";

const service = await startService();
const relay = await startNeonRelay(service.endpoint);
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const runtime = await service.fresh({
  NEON_LOCAL_ENDPOINT: relay.url,
  AUTH: "closed",
  PUBLIC_SCOPES: "di:read,analytics:read",
  DEID_MODE: "plain",
});
const own = await service.fresh({ NEON_LOCAL_ENDPOINT: relay.url });
try {
  const made = `${own.url}/api/ess/${PAGE}`;
  const { headers } = await ask(made);
  await compare("304 / an answer that is made", made, {
    ...GZIP,
    "if-none-match": headers.etag ?? "",
  });
  const page = `${runtime.url}/api/ess/di/${PAGE}`;
  await compare("A page of 1,000 rows kept / one that is made", page, GZIP);
  const plain = { "accept-encoding": "identity" };
  // Some 2 MB each: their way is what is measured, and no bound could hold for it everywhere.
  await compare("The same for one who takes no gzip", page, plain, PAGE, 1);
  const chart = `${runtime.url}/api/ess/${CHART}`;
  await compare("A chart kept / one that is made", chart, GZIP, CHART);
} finally {
  agent.destroy();
  await Promise.all([own.stop(), runtime.stop()]);
  relay.close();
  await service.stop();
}

/** Beside the same page of one's own, which is private and so made each time. */
async function compare(
  name: string,
  url: string,
  headers: Record<string, string>,
  path = PAGE,
  least = LEAST,
): Promise<void> {
  const made = `${own.url}/api/ess/${path}`;
  // By itself at first, so that it is there for those who come at once.
  for (let i = 0; i < 3; i++) {
    await ask(url, headers);
    await sleep(300);
  }
  let [asked, answered] = [0, 0];
  const result = await inTurn(
    ROUNDS,
    async () => {
      const before = relay.count(DATABASE);
      const rate = await perSecond(url, headers);
      asked += relay.count(DATABASE) - before;
      answered += rate * SECONDS;
      return rate;
    },
    () => perSecond(made, GZIP),
  );
  report(
    name,
    result.ratio,
    least,
    "×",
    `${result.a.toFixed(0)} against ${result.b.toFixed(0)} requests/s; ${asked} questions for ${answered.toFixed(0)} answers: the version of the rows, every two seconds`,
    "at least",
  );
}

async function perSecond(url: string, headers: Record<string, string>): Promise<number> {
  const until = performance.now() + SECONDS * 1000;
  let count = 0;
  const client = async () => {
    while (performance.now() < until) {
      await ask(url, headers);
      count++;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  return count / SECONDS;
}

function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (answer) => {
      const status = answer.statusCode ?? 0;
      if (status !== 200 && status !== 304) reject(new Error(`${status} of ${url}`));
      answer.resume();
      answer.on("end", () => resolve({ headers: answer.headers }));
    });
    sent.on("error", reject);
    sent.end();
  });
}
