import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate, withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { fillBank, slowDownBank } from "../support/slow-database.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { curl, endSession, questionsTo } from "./support/transfers.ts";

const ROWS = 400_000;
const PATH = "/api/ess/download/operating-sites/2/bank/";

let database: Awaited<ReturnType<typeof createDatabase>>;
let worker: Runtime;
const folder = mkdtempSync(join(tmpdir(), "ess-edge-streaming-"));

beforeAll(async () => {
  database = await createDatabase();
  await migrate(database.url, ["sites", "site-2"]);
  await fillBank(database.url, ROWS);
  worker = await startWorker({
    SITE_2_DATABASE_URL: database.url,
    DOWNLOAD_WINDOW_ROWS: "2000",
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

const questionsSoFar = () => questionsTo(database);

test("a database session that is ended in mid-download breaks the transfer, and the next request works", async () => {
  const download = curl(
    "--limit-rate",
    "20M",
    "-o",
    "/dev/null",
    "-w",
    "%{size_download}",
    worker.url + PATH,
  );
  const ended = await endSession(database);
  const { code, out } = await download.done;
  expect(ended, "a session was ended").toBeGreaterThan(0);
  expect(code, `curl's exit status; ${out}`).toBe(18);
  const next = await fetch(`${worker.url}/api/ess/operating-sites/2/banks/1/latest/`);
  expect(next.status).toBe(200);
  await next.text();
});

test("rows that go away during a download break it: it is never shorter than announced", async () => {
  const download = curl("--limit-rate", "10M", "-o", "/dev/null", worker.url + PATH);
  await sleep(300);
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

test("a client that reads slowly gets the same bytes as one that reads at once", async () => {
  const sha256Of = async (...limits: string[]) => {
    const file = join(folder, `download${limits.length}.csv`);
    const { code, out } = await curl(...limits, "-o", file, worker.url + PATH).done;
    expect(code, out).toBe(0);
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  };
  expect(await sha256Of("--limit-rate", "8M")).toBe(await sha256Of());
});

test("a client that goes away ends the queries of its download", async () => {
  const slow = await createDatabase();
  await migrate(slow.url, ["sites", "site-2"]);
  await fillBank(slow.url, 20_000);
  await slowDownBank(slow.url);
  const slowWorker = await startWorker({
    SITE_2_DATABASE_URL: slow.url,
    DOWNLOAD_WINDOW_ROWS: "1000",
  });
  try {
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
  } finally {
    await slowWorker.stop();
    await slow.drop();
  }
});

test("without reading the rows HEAD tells how many there are", async () => {
  const response = await fetch(`${worker.url}${PATH}?date=2022-05-10`, { method: "HEAD" });
  expect(response.headers.get("ess-rows")).toBe("86400");
  expect(await response.text()).toBe("");
});
