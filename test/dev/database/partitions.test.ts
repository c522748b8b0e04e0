import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { migrate, withClient } from "../../../dev/database/migrate.ts";
import { createDatabase } from "../../support/world.ts";

let database: Awaited<ReturnType<typeof createDatabase>>;

const withDatabase = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(database.url, work);

beforeAll(async () => {
  database = await createDatabase();
  await migrate(database.url, ["sites", "site-2"]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const { name } of await partitions()) {
    await withDatabase((client) => client.query(`drop table ${name}`));
  }
});

const ensure = (client: pg.Client, moment: string, zone = "Asia/Seoul", component = "bank") =>
  client.query("select ess_ensure_month($1, $2, $3)", [component, moment, zone]);

const partitions = () =>
  withDatabase(async (client) => {
    const { rows } = await client.query(
      `select inhrelid::regclass::text as name, pg_get_expr(relpartbound, inhrelid) as bound
       from pg_inherits join pg_class on pg_class.oid = inhrelid where relkind = 'r' order by 1`,
    );
    return rows as { name: string; bound: string }[];
  });

const waitsForLock = (pid: unknown) =>
  expect.poll(() =>
    withDatabase(async (client) => {
      const { rows } = await client.query(
        "select wait_event_type from pg_stat_activity where pid = $1",
        [pid],
      );
      return rows[0]?.wait_event_type;
    }),
  );

describe("ess_ensure_month", () => {
  test("makes the month of the zone's wall clock that the moment lies in, and only once", async () => {
    await withDatabase(async (client) => {
      await ensure(client, "2022-04-30T15:00:00Z"); // May has just begun in Seoul
      await ensure(client, "2022-05-31T14:59:59.999999Z");
    });
    expect(await partitions()).toEqual([
      {
        name: "bank_202205",
        bound: "FOR VALUES FROM ('2022-04-30 15:00:00+00') TO ('2022-05-31 15:00:00+00')",
      },
    ]);
  });

  test("cuts at midnight also where the offset differs between the ends of the month", async () => {
    await withDatabase((client) => ensure(client, "2022-03-10T00:00:00Z", "Europe/Berlin"));
    expect((await partitions())[0]?.bound).toBe(
      "FOR VALUES FROM ('2022-02-28 23:00:00+00') TO ('2022-03-31 22:00:00+00')",
    );
  });

  test("gives the month the indexes and the key of its table", async () => {
    const indexes = await withDatabase(async (client) => {
      await ensure(client, "2022-05-10T00:00:00Z", "Asia/Seoul", "rack");
      const { rows } = await client.query(
        "select indexdef from pg_indexes where tablename = 'rack_202205' order by 1",
      );
      return rows.map(({ indexdef }) => indexdef.replace(/^.* USING /, ""));
    });
    expect(indexes.toSorted()).toEqual([
      "brin (ess_written)",
      'btree ("BANK_ID", "RACK_ID", "TIMESTAMP")',
      'btree ("TIMESTAMP", "BANK_ID", "RACK_ID")',
    ]);
  });

  test("of one month from many connections at once makes it once, without an error", async () => {
    for (let month = 1; month <= 12; month++) {
      const moment = `2021-${String(month).padStart(2, "0")}-10T00:00:00Z`;
      await Promise.all(
        Array.from({ length: 6 }, () => withDatabase((client) => ensure(client, moment))),
      );
    }
    expect(await partitions()).toHaveLength(12);
  });

  test("waits for the connection that is making the month, and then uses it", async () => {
    await withDatabase((first) =>
      withDatabase(async (second) => {
        const { rows } = await second.query("select pg_backend_pid() as pid");
        await first.query("begin");
        await ensure(first, "2022-05-10T00:00:00Z");
        const waiting = ensure(second, "2022-05-20T00:00:00Z");
        await waitsForLock(rows[0]?.pid).toBe("Lock");
        await first.query("commit");
        await waiting;
      }),
    );
    expect((await partitions()).map(({ name }) => name)).toEqual(["bank_202205"]);
  });

  test("makes the month itself where the connection before it went back", async () => {
    await withDatabase((first) =>
      withDatabase(async (second) => {
        const { rows } = await second.query("select pg_backend_pid() as pid");
        await first.query("begin");
        await ensure(first, "2022-05-10T00:00:00Z");
        const waiting = ensure(second, "2022-05-20T00:00:00Z");
        await waitsForLock(rows[0]?.pid).toBe("Lock");
        await first.query("rollback");
        await waiting;
      }),
    );
    expect((await partitions()).map(({ name }) => name)).toEqual(["bank_202205"]);
  });

  test("lets readers and writers of the other months go on while a month is being made", async () => {
    await withDatabase((first) =>
      withDatabase(async (second) => {
        await ensure(first, "2022-04-10T00:00:00Z");
        await first.query("begin");
        await ensure(first, "2022-05-10T00:00:00Z");
        await second.query("set lock_timeout = '2s'");
        await second.query(
          `insert into bank ("TIMESTAMP", "BANK_ID") values ('2022-04-10T00:00:00Z', 1)`,
        );
        const { rows } = await second.query("select count(*)::int as rows from bank");
        expect(rows).toEqual([{ rows: 1 }]);
        await first.query("commit");
      }),
    );
  });
});
