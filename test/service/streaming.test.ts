import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { fillBank, slowDownBank } from "../support/slow-database.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { curl, endSession, questionsTo } from "./support/transfers.ts";

const ROWS = 200_000;
const PATH = "/api/ess/download/operating-sites/2/bank/";

let database: Awaited<ReturnType<typeof createDatabase>>;
let worker: Runtime;
const folder = mkdtempSync(join(tmpdir(), "ess-edge-streaming-"));

beforeAll(async () => {
  database = await createDatabase("ess_site_2");
  await fillBank(database.url, ROWS);
  worker = await startWorker({
    SITE_2_DATABASE_URL: database.url,
    DOWNLOAD_WINDOW_ROWS: "1000",
  });
});

afterAll(async () => {
  await worker.stop();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const activeQueries = ({ url, name }: typeof database) =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      "select pid from pg_stat_activity where datname = $1 and state = 'active' and pid <> pg_backend_pid()",
      [name],
    );
    return rows.length;
  });

async function untilTrue(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await check()) return;
    await sleep(100);
  }
  throw new Error(`still not so after ten seconds: ${check}`);
}

/** A download whose head has come. */
async function begun(url: string, ...options: string[]): Promise<ReturnType<typeof curl>> {
  const head = join(folder, "head");
  rmSync(head, { force: true });
  const download = curl("-N", "-D", head, "-o", "/dev/null", ...options, url);
  await untilTrue(async () => existsSync(head) && statSync(head).size > 0);
  return download;
}

const questionsSoFar = () => questionsTo(database);

test("rows that go away during a download break it: it is never shorter than announced", async () => {
  const download = await begun(`${worker.url}${PATH}`, "--limit-rate", "10M");
  await withClient(database.url, async (client) => {
    await client.query("begin");
    await client.query(`delete from bank where "TIMESTAMP" = (select max("TIMESTAMP") from bank)`);
    await client.query("commit");
  });
  expect((await download.done).code).toBe(18);
});

test("a client that stops reading stops the questions to the database", async () => {
  const before = await questionsSoFar();
  const { hostname, port } = new URL(worker.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${PATH} HTTP/1.1\r\nHost: test\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  await sleep(1500);
  const paused = (await questionsSoFar()) - before;
  await sleep(1500);
  const later = (await questionsSoFar()) - before;
  socket.destroy();
  // 200 windows in all; some fit into the buffers of the sockets. Each look costs a question too.
  expect(paused).toBeLessThan(100);
  expect(later - paused).toBeLessThanOrEqual(4);
});

test.for([
  ["csv", "8M"],
  ["csv.gz", "1M"],
  ["ndjson", "8M"],
  ["parquet", "500k"],
] as const)(
  "a client that reads %s slowly gets the same bytes as one that reads at once",
  async ([format, rate]) => {
    const sha256Of = async (...limits: string[]) => {
      const file = join(folder, `download${limits.length}.${format}`);
      const url = `${worker.url}${PATH}?format=${format}${format === "ndjson" ? "&fields=timestamp,bank_soc" : ""}`;
      const { code, out } = await curl(...limits, "-o", file, url).done;
      expect(code, out).toBe(0);
      return createHash("sha256").update(readFileSync(file)).digest("hex");
    };
    expect(await sha256Of("--limit-rate", rate)).toBe(await sha256Of());
  },
);

describe("of a database that takes a millisecond for each row", () => {
  let slow: typeof database;
  let slowWorker: Runtime;

  beforeAll(async () => {
    slow = await createDatabase("ess_site_2");
    await fillBank(slow.url, 20_000);
    await slowDownBank(slow.url);
    slowWorker = await startWorker({
      SITE_2_DATABASE_URL: slow.url,
      DOWNLOAD_WINDOW_ROWS: "1000",
    });
  });

  afterAll(async () => {
    await slowWorker.stop();
    await slow.drop();
  });

  test.for(["csv", "csv.gz", "ndjson", "parquet"])(
    "a session that is ended in mid-download of %s breaks the transfer, and the next request works",
    async (format) => {
      const download = await begun(`${slowWorker.url}${PATH}?format=${format}`);
      const ended = await endSession(slow);
      const { code, out } = await download.done;
      expect(ended, "a session was ended").toBeGreaterThan(0);
      expect(code, `curl's exit status; ${out}`).toBe(18);
      const next = await fetch(`${slowWorker.url}/api/ess/operating-sites/2/banks/1/latest/`);
      expect(next.status).toBe(200);
      await next.text();
    },
  );

  test("a client that goes away ends the queries of its download", async () => {
    const download = curl("-N", "-o", "/dev/null", slowWorker.url + PATH);
    await untilTrue(async () => (await activeQueries(slow)) >= 3);
    await sleep(1500);
    expect(await activeQueries(slow)).toBeGreaterThan(0);
    download.kill();
    await download.done;
    // The kernel tells of a closed connection at the next write: the windows under way are the last.
    await untilTrue(async () => (await activeQueries(slow)) === 0);
    await sleep(500);
    expect(await activeQueries(slow)).toBe(0);
  });
});

test("without reading the rows HEAD tells how many there are", async () => {
  const response = await fetch(`${worker.url}${PATH}?date=2022-05-10`, { method: "HEAD" });
  expect(response.headers.get("ess-rows")).toBe("86400");
  expect(await response.text()).toBe("");
});
