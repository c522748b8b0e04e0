import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DIGEST, importBatches, type Rows, sendAll } from "../../bench/batches.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { load } from "../../dev/import/load.ts";
import { createRandom } from "../../dev/simulate/random.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { startWorker } from "../support/world.ts";
import { ingestWorld, NOTHING, send, taken } from "./support/ingest.ts";

/* Many rows from clients that break off and try again, and a worker that is killed: what was acknowledged is there. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.query("truncate bank, ess_idempotency"));

test("50,000 rows shuffled, repeated and broken off are those of one import", {
  timeout: 180_000,
}, async () => {
  const names = "TIMESTAMP BANK_ID BANK_SOC BATTERY_STATUS_FOR_RUN MASTER_RACK_COMMUNICATION_FAULT";
  const columns = panli.components.bank.filter(({ name }) => names.split(" ").includes(name));
  const rows: Rows = { count: 50_000, columns, seed: 11 };
  const summary = await withClient(world.database.url, (client) =>
    load(client, panli, "bank", {
      name: "rows",
      header: columns.map(({ name }) => name),
      batches: importBatches(rows),
      progress: () => 0,
    }),
  );
  expect(summary.inserted).toBe(50_000);
  const [expected] = await world.query(DIGEST(columns));
  await world.query("truncate bank");
  const url = `${world.runtime.url}/api/ess/operating-sites/2/bank/readings/`;
  const sent = await sendAll(url, rows, { batchRows: 700, clients: 6, unruly: true });
  expect(sent.retries, JSON.stringify(sent)).toBeGreaterThan(3);
  expect(sent.duplicates, JSON.stringify(sent)).toBeGreaterThan(3);
  expect(await world.query(DIGEST(columns)), JSON.stringify(sent)).toEqual([expected]);
});

test("a worker that is killed loses nothing that it acknowledged, and leaves no half batch", {
  timeout: 180_000,
}, async () => {
  const ROWS = 500;
  const random = createRandom(5);
  // The number of a batch stands in all of its rows.
  const bodyOf = (batch: number) =>
    `timestamp,bank_id,bank_soh\n${Array.from({ length: ROWS }, (_, i) => `${new Date(Date.UTC(2022, 0, 1, 0, 0, batch * ROWS + i)).toISOString()},1,${batch}\n`).join("")}`;
  const acknowledged = new Set<number>();
  const stored = async () =>
    new Map(
      (
        await world.query(
          `select "BANK_SOH"::int as batch, count(*)::int as rows from bank group by 1`,
        )
      ).map((row) => [row["batch"], row["rows"]]),
    );
  const batches = Array.from({ length: 60 }, (_, i) => i);
  let killedInTheMiddle = 0;
  for (let round = 0; round < 6; round++) {
    const runtime = await startWorker({ SITE_2_DATABASE_URL: world.database.url });
    const left = batches.filter((batch) => !acknowledged.has(batch));
    const client = async () => {
      for (let batch = left.shift(); batch !== undefined; batch = left.shift()) {
        const response = await send(runtime.url, bodyOf(batch), {
          key: `batch ${batch}`.replace(" ", "-"),
        });
        if ((await response.text()).includes('"inserted"')) acknowledged.add(batch);
      }
    };
    const sending = Promise.allSettled(Array.from({ length: 4 }, client));
    await new Promise((resolve) => setTimeout(resolve, random.between(40, 160)));
    process.kill(runtime.pid, "SIGKILL");
    const ends = await sending;
    killedInTheMiddle += ends.filter(({ status }) => status === "rejected").length;
    await runtime.stop();
    await expect
      .poll(() =>
        world.query(
          "select from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()",
        ),
      )
      .toEqual([]);
    const found = await stored();
    for (const rows of found.values()) expect(rows).toBe(ROWS);
    for (const batch of acknowledged) expect(found.get(batch), `batch ${batch}`).toBe(ROWS);
  }
  expect(killedInTheMiddle).toBeGreaterThan(5);
  const [before] = [await stored()];
  for (const batch of batches) {
    const answer = await taken(send(world.runtime.url, bodyOf(batch), { key: `batch-${batch}` }));
    expect(answer, `batch ${batch}`).toEqual({ ...NOTHING, inserted: ROWS });
  }
  expect(before.size).toBeLessThanOrEqual(batches.length);
  expect((await stored()).size).toBe(batches.length);
  expect(await world.query("select max(ess_revision) as most from bank")).toEqual([{ most: 0 }]);
});
