import { neon, neonConfig } from "@neondatabase/serverless";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { startNeonEndpoint } from "../../dev/neon-endpoint.ts";
import { createDatabase } from "../support/world.ts";

/* The local Neon endpoint as the driver uses it; each test has an endpoint, and so sessions, of its own. */

let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

type Sql = ReturnType<typeof neon>;

/** Runs `work` against a new endpoint. */
async function withEndpoint(work: (sql: Sql) => Promise<void>): Promise<void> {
  const server = inject("server");
  const endpoint = await startNeonEndpoint((name) => server + name);
  neonConfig.fetchEndpoint = endpoint.url;
  try {
    await work(neon(database.url));
  } finally {
    await endpoint.close();
  }
}

const onDatabase = (text: string) =>
  withClient(database.url, async (client) => (await client.query(text)).rows);

async function repeat<T>(times: number, work: () => Promise<T>): Promise<T[]> {
  const answers: T[] = [];
  for (let i = 0; i < times; i++) answers.push(await work());
  return answers;
}

test("a text that is asked again is parsed once per session, and planned for its values", () =>
  withEndpoint(async (sql) => {
    const text = "select $1::int + 1 as next, 'parsed once' as mark";
    const answers = await repeat(4, () => sql.query(text, [41]));
    expect(answers).toEqual(Array.from({ length: 4 }, () => [{ next: 42, mark: "parsed once" }]));
    const statements = await sql.query(
      "select generic_plans::int as generic, custom_plans::int as custom from pg_prepared_statements where statement like '%parsed once%' and name <> ''",
    );
    expect(statements).toEqual([{ generic: 0, custom: 3 }]);
    const [{ setting } = { setting: "" }] = (await sql.query(
      "select current_setting('plan_cache_mode') as setting",
    )) as { setting: string }[];
    expect(setting).toBe("force_custom_plan");
  }));

test("a question whose table has changed its columns is answered with the new ones", () =>
  withEndpoint(async (sql) => {
    await onDatabase("create table changing (a int); insert into changing values (1)");
    const ask = () => sql.query("select * from changing");
    await repeat(3, ask);
    await onDatabase("alter table changing add column b text default 'new'");
    expect(await repeat(2, ask)).toEqual([[{ a: 1, b: "new" }], [{ a: 1, b: "new" }]]);
  }));

test("a batch whose table has changed its columns is done once and answered with the new ones", () =>
  withEndpoint(async (sql) => {
    await onDatabase("create table counted (n int); insert into counted values (0)");
    const batch = () =>
      sql.transaction([
        sql.query("update counted set n = n + 1 returning n"),
        sql.query("select * from counted"),
      ]);
    await repeat(3, batch);
    await onDatabase("alter table counted add column b text default 'new'");
    expect(await batch()).toEqual([[{ n: 4 }], [{ n: 4, b: "new" }]]);
    expect(await onDatabase("select n from counted")).toEqual([{ n: 4 }]);
  }));

test("a batch that fails writes nothing, and its session is used again", () =>
  withEndpoint(async (sql) => {
    await onDatabase("create table untouched (n int)");
    for (let i = 0; i < 3; i++) {
      const failing = sql.transaction([
        sql.query("insert into untouched values (1)"),
        sql.query("select 1 / 0"),
      ]);
      await expect(failing).rejects.toMatchObject({ code: "22012" });
    }
    expect(await sql.query("select count(*)::int as rows from untouched")).toEqual([{ rows: 0 }]);
  }));

test("two statements in one query are an error, every time", () =>
  withEndpoint(async (sql) => {
    for (let i = 0; i < 3; i++)
      await expect(sql.query("select 1; select 2")).rejects.toMatchObject({ code: "42601" });
    expect(await sql.query("select 1 as one")).toEqual([{ one: 1 }]);
  }));

test("sessions that were ended are replaced, prepared statements included", () =>
  withEndpoint(async (sql) => {
    const ask = () => sql.query("select 'still there' as answer");
    await repeat(3, ask);
    await onDatabase(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    await expect.poll(() => ask().catch(() => [])).toEqual([{ answer: "still there" }]);
    expect(await repeat(3, ask)).toEqual(
      Array.from({ length: 3 }, () => [{ answer: "still there" }]),
    );
  }));

test("a session keeps a limited number of prepared statements", () =>
  withEndpoint(async (sql) => {
    let most = 0;
    for (let i = 0; i < 150; i++) {
      await repeat(2, () => sql.query(`select ${i} as number`));
      const [row] = (await sql.query(
        "select count(*)::int as held from pg_prepared_statements",
      )) as {
        held: number;
      }[];
      most = Math.max(most, row?.held ?? 0);
    }
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(60);
  }));

test("questions that come at once share a limited number of sessions, and each has its own answer", () =>
  withEndpoint(async (sql) => {
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    const answers = (await Promise.all(
      numbers.map((i) =>
        sql.query("select $1::int as number, pg_backend_pid() as session from pg_sleep(0.05)", [i]),
      ),
    )) as { number: number; session: number }[][];
    const rows = answers.flat();
    expect(rows.map(({ number }) => number)).toEqual(numbers);
    expect(new Set(rows.map(({ session }) => session)).size).toBeLessThanOrEqual(24);
  }));
