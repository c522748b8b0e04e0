import { type IncomingHttpHeaders, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { type WatchedEndpoint, watchEndpoint } from "../support/watched-endpoint.ts";
import { createDatabase, startWorker } from "../support/world.ts";
import { send, taken } from "./support/ingest.ts";

/** Two seconds in production. */
const KNOWN_MS = 1_500;

let endpoint: WatchedEndpoint;
let database: Awaited<ReturnType<typeof createDatabase>>;
let own: Runtime;
let open: Runtime;
beforeAll(async () => {
  endpoint = await watchEndpoint();
  database = await createDatabase("ess_site_2");
  const bindings = {
    SITE_2_DATABASE_URL: database.url,
    NEON_LOCAL_ENDPOINT: endpoint.url,
    VERSION_KNOWN_MS: String(KNOWN_MS),
  };
  own = await startWorker(bindings);
  const everyone = { AUTH: "closed", PUBLIC_SCOPES: "di:read,analytics:read", DEID_MODE: "plain" };
  open = await startWorker({ ...bindings, ...everyone });
  await write("2026-01-05T09:00:00", 50);
  await write("2026-01-08T09:00:00", 60);
});
afterAll(async () => {
  await Promise.all([own?.stop(), open?.stop()]);
  endpoint?.close();
  await database?.drop();
});

const BANK = "/api/ess/operating-sites/2/banks/1/";
const OLD = `${BANK}?date=2026-01-05`;
const DI = "/api/ess/di/operating-sites/2/banks/1/?date=2026-01-05";
const ROUTES = [
  OLD,
  `${BANK}?no_page&date=2026-01-05`,
  `${BANK}latest/`,
  `${BANK}stats/aggregate/?date=2026-01-05&fields=bank_soc`,
  `${BANK}stats/avg-bank-soc/?date=2026-01-05`,
  "/api/ess/stats/ex-sos/operating-sites/2/banks/1/?start-time=2026-01-05&end-time=2026-01-06",
  "/api/ess/stats/sos/operating-sites/2/banks/1/racks/?start-time=2026-01-05&end-time=2026-01-05T01:00",
  "/api/ess/stats/avg-soh/operating-sites/2/banks/1/?start-date=2026-01-05&end-date=2026-01-06",
  "/api/ess/stats/socp/operating-sites/2/banks/1/racks/?date=2026-01-05",
  "/api/ess/download/operating-sites/2/bank/?date=2026-01-05",
];

const questions = () => endpoint.count(database.name);
const row = (time: string, soc: number) => `timestamp,bank_id,bank_soc\r\n${time},1,${soc}\r\n`;
const write = async (time: string, soc: number) => taken(send(own.url, row(time, soc)));
const sql = (text: string) => withClient(database.url, (client) => client.query(text));
/** Until what was remembered is asked for again. */
const aWhile = () => sleep(KNOWN_MS + 100);

async function get(path: string, { url = own.url, etag = "" } = {}) {
  const response = await fetch(url + path, { headers: etag ? { "if-none-match": etag } : {} });
  const { headers, status } = response;
  return { status, headers, etag: headers.get("etag") ?? "", body: await response.text() };
}

/** An answer to everyone as it is on the wire. */
const raw = (path: string, encoding: string) =>
  new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const asked = request(open.url + path, { headers: { "accept-encoding": encoding } });
    asked.on("error", reject).on("response", (answer) => {
      buffer(answer).then((body) => resolve({ headers: answer.headers, body }), reject);
    });
    asked.end();
  });

describe.each(ROUTES)("%s", (path) => {
  test("who has the answer as it is now is told so, without a question", async () => {
    const whole = await get(path);
    expect(whole.status, whole.body).toBe(200);
    expect(whole.etag).toMatch(/^W\//);
    const before = questions();
    const again = await get(path, { etag: whole.etag });
    expect(again).toMatchObject({ status: 304, body: "", etag: whole.etag });
    expect(again.headers.get("cache-control")).toBe(whole.headers.get("cache-control"));
    expect(questions()).toBe(before);
  });

  test("an answer of another address, or of none, is no proof", async () => {
    const other = await get(`${BANK}?date=2026-01-06`);
    for (const etag of [other.etag, "*", 'W/"x"']) {
      expect((await get(path, { etag })).status).toBe(200);
    }
  });
});

test.each([
  OLD,
  `${OLD}&page=2&page_size=1`,
  `${OLD}&page=last&page_size=1`,
  `${BANK}latest/`,
  `${BANK}stats/aggregate/?date=2026-01-05&fields=bank_soc`,
  `${BANK}stats/avg-bank-soc/?date=2026-01-05`,
])("rows and their version come in one trip: %s", async (path) => {
  await get(path); // whether there are rollups is asked once a minute
  await aWhile();
  const before = questions();
  const { status, etag } = await get(path);
  expect([status === 404 || etag !== "", questions() - before]).toEqual([true, 1]);
});

test("of an open range one trip more tells where it ends", async () => {
  const path = `${BANK}stats/aggregate/?fields=bank_soc`;
  await get(path);
  await aWhile();
  const before = questions();
  const { status, etag } = await get(path);
  expect([status, etag !== "", questions() - before]).toEqual([200, true, 2]);
});

test("what is late is seen at once by who wrote it, and a range that it is not in stays as it was", async () => {
  const [before, other] = [await get(OLD), await get(`${BANK}?date=2026-01-08`)];
  await write("2026-01-05T10:00:00", 51);
  const after = await get(OLD, { etag: before.etag });
  expect(after.status).toBe(200);
  expect(JSON.parse(after.body).count).toBe(JSON.parse(before.body).count + 1);
  expect((await get(`${BANK}?date=2026-01-08`, { etag: other.etag })).status).toBe(304);
});

test.each([
  [
    "a row that is corrected",
    `update bank set "BANK_SOC" = 1 where "TIMESTAMP" = '2026-01-05 00:00+00'`,
  ],
  [
    "a row that comes",
    `insert into bank ("BANK_ID", "TIMESTAMP") values (1, '2026-01-05 01:30+00')`,
  ],
  [
    "a row of a month's own table",
    `insert into bank_202601 ("BANK_ID", "TIMESTAMP") values (1, '2026-01-05 02:00+00')`,
  ],
  ["a row that goes", `delete from bank where "TIMESTAMP" = '2026-01-05 01:30+00'`],
  [
    "a row that moves to another day",
    `update bank set "TIMESTAMP" = '2026-01-20 01:00+00' where "TIMESTAMP" = '2026-01-05 02:00+00'`,
  ],
])("%s by others is seen once the version is old", async (_, text) => {
  const before = await get(OLD);
  await sql(text);
  await aWhile();
  const after = await get(OLD, { etag: before.etag });
  expect(after.status).toBe(200);
  expect(after.etag).not.toBe(before.etag);
});

test("a row of the 30 days before is in a state of cell position", async () => {
  const day = "/api/ess/stats/socp/operating-sites/2/banks/1/racks/?date=2026-01-31";
  const before = await get(day);
  const rack = (time: string) =>
    taken(send(own.url, `timestamp,bank_id,rack_id\r\n${time},1,1\r\n`, { component: "rack" }));
  await rack("2026-01-02T12:00:00");
  expect((await get(day, { etag: before.etag })).status).toBe(200);
  const after = await get(day);
  await rack("2025-12-29T12:00:00");
  expect((await get(day, { etag: after.etag })).status).toBe(304);
});

test("a table that is emptied is seen to be", async () => {
  const path = "/api/ess/operating-sites/2/etc/";
  await sql(`select ess_ensure_month('etc', '2026-01-05 00:00+00', 'Asia/Seoul');
    insert into etc ("TIMESTAMP") values ('2026-01-05 00:00+00')`);
  const before = await get(path);
  await sql("truncate etc_202601");
  await aWhile();
  const after = await get(path, { etag: before.etag });
  expect([after.status, JSON.parse(after.body).count]).toEqual([200, 0]);
});

test("a month that is given up is seen to be", async () => {
  const path = "/api/ess/operating-sites/2/pcs/";
  await sql(`select ess_ensure_month('pcs', '2026-01-05 00:00+00', 'Asia/Seoul');
    insert into pcs ("TIMESTAMP") values ('2026-01-05 00:00+00')`);
  const before = await get(path);
  await sql("select ess_drop_month('pcs', '2026-01-01', 'Asia/Seoul', '{}')");
  await aWhile();
  const after = await get(path, { etag: before.etag });
  expect([after.status, JSON.parse(after.body).count]).toEqual([200, 0]);
});

test("a row that becomes visible after a later one is seen", async () => {
  const before = await get(OLD);
  await withClient(database.url, async (slow) => {
    await slow.query("begin");
    await slow.query(`insert into bank ("BANK_ID", "TIMESTAMP") values (2, '2026-01-05 03:00+00')`);
    await write("2026-01-05T13:00:00", 52);
    const between = await get(OLD, { etag: before.etag });
    expect(between.status).toBe(200);
    await slow.query("commit");
    await aWhile();
    expect((await get(OLD, { etag: between.etag })).status).toBe(200);
  });
});

test("what has ended long ago may be kept for long, what has not for seconds, and nobody shares it", async () => {
  const control = async (path: string) => (await get(path)).headers.get("cache-control");
  expect(await control(OLD)).toMatch(/^private, max-age=\d{3,}/);
  expect(await control(BANK)).toMatch(/^private, max-age=\d,/);
  // A browser would keep a transfer that was damaged on its way, and be told that it is as it was.
  expect(await control(`${BANK}?no_page&date=2026-01-05`)).toBe("no-store");
  expect(await control("/api/ess/download/operating-sites/2/bank/?date=2026-01-05")).toBe(
    "no-store",
  );
  expect(await control("/api/ess/operating-sites/")).toBe("no-store");
  const refused = await get(`${BANK}?page=0`);
  expect([refused.status, refused.headers.get("cache-control")]).toEqual([400, "no-store"]);
});

test("an answer for everyone is made once, and without a question given to others", async () => {
  const first = await get(DI, { url: open.url });
  expect(first.headers.get("cache-control")).toMatch(/^public/);
  await sleep(100); // it is kept beside the answer
  const before = questions();
  const second = await get(DI, { url: open.url });
  expect(second).toMatchObject({ status: 200, body: first.body, etag: first.etag });
  expect(second.headers.get("cache-control")).toBe(first.headers.get("cache-control"));
  expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"));
  expect(questions()).toBe(before);
  await write("2026-01-05T11:00:00", 53);
  await aWhile();
  const late = await get(DI, { url: open.url });
  expect(JSON.parse(late.body).count).toBe(JSON.parse(first.body).count + 1);
});

test("what is asked for again is sent gzipped to those who take it, and as it was to others", async () => {
  const DAY = `${DI}&page_size=3`;
  const plain = await raw(DAY, "identity");
  const questioned = questions();
  for (let i = 0; i < 3; i++) {
    await sleep(100); // it is kept beside the answer
    await raw(DAY, "identity");
  }
  for (const accepted of ["gzip", "br, gzip;q=0.5", "*"]) {
    const { headers, body } = await raw(DAY, accepted);
    expect(headers["content-encoding"], accepted).toBe("gzip");
    expect(headers.etag).toBe(plain.headers.etag);
    expect(headers["content-type"]).toBe(plain.headers["content-type"]);
    expect(headers.vary).toContain("accept-encoding");
    expect(gunzipSync(body)).toEqual(plain.body);
  }
  for (const accepted of ["identity", "", "br", "gzip;q=0, *"]) {
    const { headers, body } = await raw(DAY, accepted);
    expect(headers["content-encoding"], accepted).toBeUndefined();
    expect(headers["content-type"]).toBe(plain.headers["content-type"]);
    expect(body).toEqual(plain.body);
  }
  expect(questions()).toBe(questioned);
  await write("2026-01-05T12:00:00", 54);
  await aWhile();
  const late = await raw(DAY, "gzip");
  expect(late.headers["content-encoding"]).toBeUndefined();
  expect(JSON.parse(String(late.body)).count).toBe(JSON.parse(String(plain.body)).count + 1);
});

test("the log of writes keeps an entry for each day, and then says nothing new of days without writes", async () => {
  const entries = async () =>
    (
      await sql(
        "select component, day::text, count(*)::int as n from ess_write group by 1, 2 order by 1, 2",
      )
    ).rows;
  const many = await entries();
  const { compactWrites } = await import("../../src/store/rows/writes.ts");
  const { connect } = await import("../../src/store/sql/client.ts");
  await connect({
    url: database.url,
    localEndpoint: endpoint.url,
    timeoutMs: 5000,
  })(compactWrites);
  expect(many.some(({ n }) => n > 1)).toBe(true);
  expect(await entries()).toEqual(many.map((entry) => ({ ...entry, n: 1 })));
  await aWhile();
  const before = await get(OLD);
  await write("2026-01-08T10:00:00", 61);
  await write("2026-01-08T10:00:01", 61);
  await connect({
    url: database.url,
    localEndpoint: endpoint.url,
    timeoutMs: 5000,
  })(compactWrites);
  await aWhile();
  expect((await get(OLD, { etag: before.etag })).status).toBe(304);
});

test("a database that logs no writes is never said to be as it was", async () => {
  await sql("alter table bank disable trigger ess_log_delete_old");
  await aWhile();
  const answer = await get(OLD);
  await sql("alter table bank enable trigger ess_log_delete_old");
  expect([answer.status, answer.etag]).toEqual([200, ""]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});
