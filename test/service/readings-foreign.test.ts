import { afterAll, beforeAll, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import type { Component } from "../../src/site/site.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { NOTHING, refused, send, taken } from "./support/ingest.ts";
import { answerOf } from "./support/lists.ts";

/*
 * Tables of others, without our columns, months and functions: bank and rack with a unique index that fits, pcs
 * with none, etc with one of more columns and a rule of its own.
 */

let database: Awaited<ReturnType<typeof createDatabase>>;
let worker: Runtime;

const table = (component: Component): string =>
  `create table ${component} (${panli.components[component].map(({ name, type }) => `"${name}" ${type}`).join(", ")})`;

beforeAll(async () => {
  database = await createDatabase();
  await withClient(database.url, async (client) => {
    await client.query(`${table("bank")}; create unique index on bank ("TIMESTAMP", "BANK_ID")`);
    await client.query(
      `${table("rack")}; alter table rack add primary key ("TIMESTAMP", "BANK_ID", "RACK_ID"), add check ("RACK_SOC" < 1000)`,
    );
    await client.query(
      `${table("pcs")}; create unique index on pcs ("TIMESTAMP") where "AI_PAC" > 0`,
    );
    await client.query(
      `${table("etc")}; create unique index on etc ("TIMESTAMP", "SENSOR1_TEMPERATURE")`,
    );
  });
  worker = await startWorker({ SITE_2_DATABASE_URL: database.url });
});
afterAll(async () => {
  await worker?.stop();
  await database?.drop();
});

const SOC = "timestamp,bank_id,bank_soc\n";
const get = (path: string) => answerOf(`${worker.url}/api/ess${path}`);

test("with a unique index on the key they take readings, and count them as ours do", async () => {
  expect(
    await taken(send(worker.url, `${SOC}2022-05-10,1,50\n2022-05-11,1,51\n2022-05-11,1,52\n`)),
  ).toEqual({ ...NOTHING, inserted: 2, repeated: 1 });
  expect(
    await taken(send(worker.url, `${SOC}2022-05-10,1,50\n2022-05-11,1,53\n2022-05-12,2,0\n`)),
  ).toEqual({ ...NOTHING, inserted: 1, updated: 1, unchanged: 1 });
  const { text } = await get("/operating-sites/2/banks/1/latest/?fields=bank_soc");
  expect(JSON.parse(text)).toEqual({ bank_soc: 53 });
});

test.each(["pcs", "etc"])(
  "without one that fits, %s is 409 and says which it would need",
  async (component) => {
    const problem = await refused(send(worker.url, "timestamp\n2022-05-10\n", { component }), 409);
    expect(problem).toMatchObject({ code: "unfit_table" });
    expect(problem.detail).toContain("no unique index on (TIMESTAMP)");
  },
);

test("a rule of the table's own is 409, without its text", async () => {
  const body = "timestamp,bank_id,rack_id,rack_soc\n2022-05-10,1,1,1000\n";
  const problem = await refused(send(worker.url, body, { component: "rack" }), 409);
  expect(problem.detail).toBe(
    "The table rack rejected the rows (SQLSTATE 23514). Nothing was written",
  );
});

test("an Idempotency-Key is 409, because its answer cannot be kept", async () => {
  const problem = await refused(send(worker.url, `${SOC}2022-06-10,1,50\n`, { key: "k" }), 409);
  expect(problem.detail).toContain("ess_idempotency");
  const { text } = await get("/operating-sites/2/banks/1/?start-time=2022-06-10");
  expect(JSON.parse(text).count).toBe(0);
});

test("gaps are told of them, updates and quality are 409", async () => {
  const gaps = await get("/operating-sites/2/bank/gaps/?date=2022-05-10&interval=1h&bank=1");
  expect(JSON.parse(gaps.text), gaps.whole).toMatchObject({ count: 1, gaps: [{ missing: 23 }] });
  for (const path of [
    "/operating-sites/2/bank/updates/?since=2022-05-10",
    "/operating-sites/2/banks/1/?quality=1",
    "/operating-sites/2/banks/1/latest/?quality=1",
    "/download/operating-sites/2/bank/?quality=1",
  ]) {
    const { response, text, whole } = await get(path);
    expect(response.status, whole).toBe(409);
    expect(JSON.parse(text), whole).toMatchObject({ code: "unfit_table" });
    expect(text, whole).toContain("ess_quality");
  }
});

test("a table that is not there is 503", async () => {
  await withClient(database.url, (client) => client.query("drop table pcs"));
  const problem = await refused(
    send(worker.url, "timestamp\n2022-05-10\n", { component: "pcs" }),
    503,
  );
  expect(problem.code).toBe("not_configured");
  const { response, whole } = await get("/operating-sites/2/pcs/updates/?since=2022-05-10");
  expect(response.status, whole).toBe(503);
});
