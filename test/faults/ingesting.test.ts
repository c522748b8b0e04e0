import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { send } from "../service/support/ingest.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { FAULTS, type Fault, startFaultyEndpoint } from "./faulty-endpoint.ts";

/* Rows under every fault, from every question of their ingestion on: what was acknowledged is there, once. */

const NAMES = Object.keys(FAULTS) as Fault[];
const AFTER = [0, 1, 2, 3, 4];
const ROWS = 20;

let endpoint: Awaited<ReturnType<typeof startFaultyEndpoint>>;
let database: Awaited<ReturnType<typeof createDatabase>>;
let worker: Runtime;
beforeAll(async () => {
  endpoint = await startFaultyEndpoint(inject("endpoint"));
  database = await createDatabase("ess_site_2");
  worker = await startWorker({
    SITE_2_DATABASE_URL: database.url,
    PLATFORM_DATABASE_URL: `${inject("server")}ess_platform`,
    NEON_LOCAL_ENDPOINT: endpoint.url,
    QUERY_TIMEOUT_MS: "600",
  });
});
afterAll(async () => {
  await worker?.stop();
  endpoint?.close();
  await database?.drop();
});

const START = Date.parse("2026-01-05T00:00:00Z");
const timesOf = (batch: number) =>
  Array.from({ length: ROWS }, (_, i) => new Date(START + (batch * ROWS + i) * 1000).toISOString());
const bodyOf = (times: readonly string[]) =>
  `timestamp,bank_id,bank_soc\r\n${times.map((time) => `${time},1,50\r\n`).join("")}`;

const stored = (times: readonly string[]) =>
  withClient(database.url, async (client) => {
    const { rows } = await client.query(
      `select count(*)::int as rows from bank where "TIMESTAMP" = any ($1::timestamptz[])`,
      [times],
    );
    return rows[0].rows as number;
  });

async function post(times: readonly string[], key: string): Promise<number> {
  try {
    const response = await send(worker.url, bodyOf(times), { key });
    const text = await response.text();
    const isRight = response.status !== 200 || JSON.parse(text).rejected === 0;
    return isRight ? response.status : 0;
  } catch {
    return 0;
  }
}

test(`${NAMES.length} faults, each from ${AFTER.length} questions on: nothing acknowledged is lost, nothing is there twice`, async () => {
  const found: string[] = [];
  let [acknowledged, refused, batch] = [0, 0, 0];
  for (const name of NAMES) {
    for (const after of AFTER) {
      const times = timesOf(batch);
      const what = `${name} after ${after}`;
      endpoint.fail(name, after);
      const status = await post(times, `batch-${batch}`);
      endpoint.fail(undefined);
      const there = await stored(times);
      if (status === 200) acknowledged++;
      else refused++;
      if (status === 200 && there !== ROWS) found.push(`${what}: acknowledged, but ${there} rows`);
      if (status !== 200 && status !== 0 && status < 500) found.push(`${what}: ${status}`);
      if (there !== 0 && there !== ROWS) found.push(`${what}: half-written, ${there} rows`);
      const again = await post(times, `batch-${batch}`);
      if (again !== 200) found.push(`${what}: sent again ${again}`);
      if ((await stored(times)) !== ROWS) found.push(`${what}: sent again and not there once`);
      batch++;
    }
  }
  console.log(
    `${batch} ingestions: ${acknowledged} acknowledged, ${refused} refused and sent again`,
  );
  expect(found).toEqual([]);
  expect(refused).toBeGreaterThan(0);
}, 600_000);
