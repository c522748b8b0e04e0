import type pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askVia, transactVia } from "../../dev/database/ask.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { retain } from "../../src/jobs/retention.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { parseWidth } from "../../src/time/interval.ts";
import { startWorker } from "../support/world.ts";
import { ingestWorld, send } from "./support/ingest.ts";
import { rollAll } from "./support/rollups.ts";

/* Rows that are given up by age: by whole months, never before they are rolled up, and for good. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeEach(async () => {
  world = await ingestWorld();
  for (const month of ["2022-03-15", "2022-04-15", "2022-05-15"]) {
    await world.query("select ess_ensure_month('bank', $1, 'Asia/Seoul')", [month]);
    await world.query(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC") select $1::timestamptz + n * interval '1 minute', 1, n from generate_series(0, 99) as n`,
      [month],
    );
  }
});
afterEach(() => world?.stop());

const withDatabase = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(world.database.url, work);
const months = async () =>
  (
    await world.query(
      "select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'bank'::regclass order by 1",
    )
  ).map(({ name }) => name);

/** Does what the job does at a moment, until there is nothing left. */
const run = (now: string, retention: string | undefined) =>
  withDatabase(async (client) => {
    const work = {
      site: panli,
      ask: askVia(client),
      transact: transactVia(client),
      platform: undefined,
      retention: retention === undefined ? undefined : parseWidth(retention),
      now: Date.parse(now),
    };
    let steps = 0;
    while (await retain.step(work)) steps++;
    return steps;
  });

const averages = async () => {
  const response = await fetch(
    `${world.runtime.url}/api/ess/operating-sites/2/banks/1/stats/avg-bank-soc/?time-bucket-width=1 month`,
  );
  return ((await response.json()) as { time: string; avg_bank_soc: number; count: number }[]).map(
    ({ time, avg_bank_soc, count }) => [time.slice(0, 7), avg_bank_soc, count],
  );
};

test("months that ended before are given up, their rollups and averages stay", async () => {
  const before = await averages();
  await withDatabase((client) => rollAll(client));
  expect(await run("2022-06-30T23:00+09:00", "2 months")).toBe(1);
  expect(await months()).toEqual(["bank_202204", "bank_202205"]);
  expect(await run("2022-07-01T00:00+09:00", "2 months")).toBe(1);
  expect(await months()).toEqual(["bank_202205"]);
  expect(await averages()).toEqual(before);
  expect(before).toEqual([
    ["2022-03", 49.5, 100],
    ["2022-04", 49.5, 100],
    ["2022-05", 49.5, 100],
  ]);
  expect(await run("2022-07-10T00:00+09:00", "39 days")).toBe(1);
  expect(await months()).toEqual([]);
  expect(await averages()).toEqual(before);
});

test("a month with minutes that are not rolled up, or with work that waits, stays", async () => {
  expect(await run("2023-01-01", "1 month")).toBe(0);
  await withDatabase((client) => rollAll(client));
  await world.query(`update bank set "BANK_SOC" = 1 where "TIMESTAMP" = '2022-03-15 00:05+00'`);
  expect(await run("2023-01-01", "1 month")).toBe(2);
  expect(await months()).toEqual(["bank_202203"]);
});

test("without RAW_RETENTION everything stays", async () => {
  await withDatabase((client) => rollAll(client));
  expect(await run("2099-01-01", undefined)).toBe(0);
  expect(await months()).toHaveLength(3);
});

test("a month that was given up takes no more rows: they are refused, with the reason", async () => {
  await withDatabase((client) => rollAll(client));
  await run("2022-06-01T00:00+09:00", "2 months");
  const response = await send(
    world.runtime.url,
    "timestamp,bank_id,bank_soc\n2022-03-20T00:00,1,50\n",
  );
  const problem = (await response.json()) as { status: number; code: string; detail: string };
  expect(problem).toMatchObject({ status: 409, code: "month_given_up" });
  expect(await months()).toEqual(["bank_202204", "bank_202205"]);
  expect((await averages())[0]).toEqual(["2022-03", 49.5, 100]);
});

test.each(["soon", "1 day", "0 months", "-1 month"])(
  "RAW_RETENTION=%s is refused",
  async (retention) => {
    const runtime = await startWorker({
      SITE_2_DATABASE_URL: world.database.url,
      RAW_RETENTION: retention,
    });
    try {
      const response = await fetch(`${runtime.url}/api/ess/operating-sites/2/banks/1/`);
      expect(response.status).toBe(503);
      expect(await response.text()).toContain("RAW_RETENTION");
    } finally {
      await runtime.stop();
    }
  },
);
