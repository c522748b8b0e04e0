import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { ProblemBody } from "../support/http.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { type IndicatorsWorld, type Item, indicatorsWorld } from "./support/indicators.ts";
import { curl, endSession, questionsTo } from "./support/transfers.ts";

/* SoS streamed, of a bank's 100,000 seconds in pieces of 500: 200 questions, some 25 MB. */

const SECONDS = 100_000;
const PATH = "sos/operating-sites/2/banks/1/?interval=1s&no_page=true";
const folder = mkdtempSync(join(tmpdir(), "ess-edge-sos-"));

let world: IndicatorsWorld;
let url: string;

beforeAll(async () => {
  world = await indicatorsWorld({
    DOWNLOAD_WINDOW_ROWS: "2000",
    PLATFORM_DATABASE_URL: `${inject("server")}ess_platform`,
  });
  url = world.address(PATH);
  await world.query("select ess_ensure_month('bank', '2022-05-10', 'Asia/Seoul')");
  await world.query(
    `insert into bank ("TIMESTAMP", "BANK_ID", "MAX_CELL_VOLTAGE_OF_BANK", "MIN_CELL_VOLTAGE_OF_BANK",
       "MAX_CELL_TEMPERATURE_OF_BANK", "MIN_CELL_TEMPERATURE_OF_BANK", "BANK_DC_CURRENT")
     select '2022-05-10T00:00+09:00'::timestamptz + make_interval(secs => s), 1, 4 + s % 100 / 1000.0, 3.9, 30 + s % 7, 25, s % 1000
     from generate_series(0, $1 - 1) as s`,
    [SECONDS],
  );
  await world.query("vacuum analyze bank");
});
afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("every second is there once, in order, and the audit says so", async () => {
  const response = await fetch(url);
  const items = (await response.json()) as Item[];
  const first = Date.parse("2022-05-10T00:00+09:00");
  expect(items).toHaveLength(SECONDS);
  const wrong = items.findIndex(({ time }, i) => Date.parse(time) !== first + i * 1000);
  expect(wrong, JSON.stringify(items[wrong])).toBe(-1);
  await sleep(300); // the audit is completed after the last byte
  const entries = await withClient(`${inject("server")}ess_platform`, async (client) => {
    const { rows } = await client.query("select * from audit where request_id = $1", [
      response.headers.get("x-request-id"),
    ]);
    return rows;
  });
  expect(entries).toMatchObject([
    {
      action: "download",
      site: 2,
      rows: String(SECONDS),
      outcome: "complete",
      query: "interval=1s&no_page=true",
    },
  ]);
});

test("a session of the database that is ended in mid-stream breaks the transfer", async () => {
  const download = curl("--limit-rate", "8M", "-o", "/dev/null", url);
  const ended = await endSession(world.database);
  const { code, out } = await download.done;
  expect(ended, "a session was ended").toBeGreaterThan(0);
  expect(code, `curl's exit status; ${out}`).toBe(18);
  expect(await world.items("sos/operating-sites/2/banks/1/?interval=1h")).toHaveLength(28);
});

test("a client that stops reading stops the questions to the database", async () => {
  const before = await questionsTo(world.database);
  const { hostname, port, pathname, search } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await new Promise((resolve) => socket.once("data", resolve));
  socket.pause();
  await sleep(1500);
  const paused = (await questionsTo(world.database)) - before;
  await sleep(1500);
  const later = (await questionsTo(world.database)) - before;
  socket.destroy();
  // Some of the 200 pieces fit into the buffers of the sockets. Each look costs a question too.
  expect(paused).toBeLessThan(120);
  expect(later - paused).toBeLessThanOrEqual(4);
});

test("a client that reads slowly gets the same bytes as one that reads at once", async () => {
  const sha256Of = async (...limits: string[]) => {
    const file = join(folder, `sos${limits.length}.json`);
    const { code, out } = await curl(...limits, "-o", file, url).done;
    expect(code, out).toBe(0);
    return createHash("sha256").update(readFileSync(file)).digest("hex");
  };
  expect(await sha256Of("--limit-rate", "10M")).toBe(await sha256Of());
});

test("what fails before the first item is a problem, not a broken stream", async () => {
  const empty = await createDatabase();
  const worker = await startWorker({ SITE_2_DATABASE_URL: empty.url });
  try {
    for (const path of [
      PATH,
      "sos/operating-sites/2/banks/1/?date=2022-05-10",
      "socp/operating-sites/2/banks/1/racks/",
    ]) {
      const response = await fetch(`${worker.url}/api/ess/stats/${path}`);
      expect(response.status, path).toBe(503);
      expect(((await response.json()) as ProblemBody).code).toBe("not_configured");
    }
  } finally {
    await worker.stop();
    await empty.drop();
  }
});
