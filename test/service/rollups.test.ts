import type pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askVia, transactVia } from "../../dev/database/ask.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { siteMigrations } from "../../dev/database/schema.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import type { Site } from "../../src/site/site.ts";
import { roll } from "../../src/store/rollups/roll.ts";
import type { Transact } from "../../src/store/sql/client.ts";
import { createDatabase } from "../support/world.ts";
import { expectRollups, rollAll } from "./support/rollups.ts";

/* Rollups against all rows added up by another way, whatever was written, in which order and by whom. */

let database: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  database = await createDatabase("ess_site_2");
  await withClient(database.url, async (client) => {
    for (const component of ["bank", "rack"]) {
      for (const month of ["2022-04-15", "2022-05-15"]) {
        await client.query("select ess_ensure_month($1, $2, 'Asia/Seoul')", [component, month]);
      }
    }
  });
});
afterAll(() => database?.drop());
beforeEach(() =>
  withClient(database.url, async (client) => {
    await client.query("truncate bank; truncate rack");
    await rollAll(client);
  }),
);

const rollupsOf = (site: Site): string => siteMigrations(site)["0003_rollups.sql"] ?? "";

const withDatabase = <T>(work: (client: pg.Client) => Promise<T>): Promise<T> =>
  withClient(database.url, work);

/** Rows around the end of April in Seoul, every 20 s; some values are missing or cannot be true. */
const rows = (component: "bank" | "rack", times: string, where = "true") => {
  const odd = (value: string, wrong: string, i: number) =>
    `case hashint8(n * 7 + ${i}) % 9 when 0 then null when 1 then ${wrong} else ${value} end`;
  const own =
    component === "bank"
      ? {
          BANK_SOC: odd("50 + n % 51", "100.4", 1),
          BANK_SOH: odd("97.3", "-0.2", 2),
          BANK_POWER: odd("n % 200 - 100.5", "'NaN'", 3),
          BANK_DC_CURRENT: odd("n % 60 - 30.25", "9000", 4),
          MAX_CELL_VOLTAGE_OF_BANK: odd("3.7 + n % 10 * 0.01", "65.535", 5),
          MIN_CELL_VOLTAGE_OF_BANK: odd("3.6", "0", 6),
          MAX_CELL_TEMPERATURE_OF_BANK: odd("30.1", "-3276.8", 7),
          MIN_CELL_TEMPERATURE_OF_BANK: "25",
        }
      : {
          RACK_SOC: odd("50 + n % 51", "100.6", 1),
          RACK_VOLTAGE: odd("880.5", "'-Infinity'", 2),
          RACK_CURRENT: odd("n % 7 - 3", "401", 3),
          RACK_MAX_CELL_VOLTAGE: "3.7 + n % 10 * 0.01",
          RACK_MIN_CELL_VOLTAGE: "3.6",
          RACK_CELL_VOLTAGE_GAP: odd("0.1", "4.5", 4),
          RACK_MAX_CELL_TEMPERATURE: "30.1",
          RACK_MIN_CELL_TEMPERATURE: odd("25", "101", 5),
          RACK_CELL_TEMPERATURE_GAP: odd("5.1", "-1", 6),
        };
  const names = Object.keys(own).map((name) => `"${name}"`);
  const units =
    component === "bank"
      ? "(values (1, 0), (2, 0)) as unit (bank, rack)"
      : "(values (1, 1), (1, 9), (2, 3)) as unit (bank, rack)";
  const ids = component === "bank" ? `"BANK_ID"` : `"BANK_ID", "RACK_ID"`;
  return `insert into ${component} ("TIMESTAMP", ${ids}, ${names})
    select time, ${component === "bank" ? "bank" : "bank, rack"}, ${Object.values(own).join(", ")}
    from (select time, bank, rack, (extract(epoch from time) / 20)::bigint + bank * 1000 + rack as n from ${times} as time, ${units}) as row
    where ${where}`;
};

const EVENING = `generate_series('2022-04-30 22:10:30+09'::timestamptz, '2022-05-01 01:20:10+09', interval '20 seconds')`;

test("of rows written at once hold their counts, sums, least and greatest values at every level", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING));
    await client.query(rows("rack", EVENING));
    expect(await rollAll(client)).toBe(4 * 2 + 4 * 3);
    await expectRollups(client);
    expect(await rollAll(client)).toBe(0);
  });
});

test("are the same however the rows were split, in whatever order they came, and however short the steps", async () => {
  await withDatabase(async (client) => {
    for (let part = 0; part < 7; part++) {
      const mine = `abs(hashint8(n * 31)) % 7 = ${part}`;
      await client.query(rows("bank", EVENING, mine));
      await client.query(rows("rack", EVENING, mine));
      if (part % 2 === 0) await rollAll(client, 1 + 70 * part);
    }
    await rollAll(client, 250);
    await expectRollups(client);
  });
});

test("follow late rows, corrections, rows moved in time, deletions and a month emptied and filled again", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING));
    await client.query(rows("rack", EVENING));
    await rollAll(client);
    const steps = [
      rows(
        "bank",
        `generate_series('2022-04-12 03:00+09'::timestamptz, '2022-04-12 03:02+09', interval '7 seconds')`,
      ),
      `update bank set "BANK_SOC" = 12.5 where "TIMESTAMP" between '2022-04-30 23:59:30+09' and '2022-05-01 00:00:30+09'`,
      `update rack set "TIMESTAMP" = "TIMESTAMP" + interval '2 hours 1 second' where "RACK_ID" = 9 and "TIMESTAMP" < '2022-04-30 22:30+09'`,
      `delete from bank where "BANK_ID" = 2 and "TIMESTAMP" >= '2022-05-01 00:00+09'`,
      `delete from rack where "TIMESTAMP" between '2022-05-01 00:10:10+09' and '2022-05-01 00:10:20+09'`,
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC") values ('2022-04-30 22:10:30+09', 1, 3), ('2022-05-09 00:00+09', 1, 4)
       on conflict ("BANK_ID", "TIMESTAMP") do update set "BANK_SOC" = excluded."BANK_SOC"`,
      `delete from rack where "TIMESTAMP" < '2022-05-01 00:00+09'`,
      rows("rack", EVENING, "time < '2022-05-01 00:00+09' and rack <> 9"),
      "truncate rack",
      rows("rack", EVENING, "bank = 1"),
    ];
    for (const [i, step] of steps.entries()) {
      await client.query(step);
      if (i % 3 === 1) continue;
      await rollAll(client, 60);
      await expectRollups(client);
    }
    await rollAll(client);
    await expectRollups(client);
  });
});

test("of a transaction that was open while they were made are made again when it has ended", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING, "n % 2 = 0"));
    await withDatabase(async (other) => {
      await other.query("begin");
      await other.query(rows("bank", EVENING, "n % 2 = 1"));
      await rollAll(client);
      await expectRollups(client);
      await other.query("commit");
    });
    expect(await rollAll(client)).toBeGreaterThan(0);
    await expectRollups(client);
  });
});

test("come out right where several workers roll up at once", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("rack", EVENING));
    const one = () => withDatabase((own) => rollAll(own, 1));
    await Promise.all([one(), one(), one(), client.query(rows("bank", EVENING))]);
    await rollAll(client);
    await expectRollups(client);
  });
});

test("lose nothing when a step dies before it has ended", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING));
    const dies: Transact = async (statements) => {
      await client.query("begin");
      for (const statement of statements) await askVia(client)(statement);
      await client.query("rollback");
      throw new Error("the worker died");
    };
    await expect(roll(dies, panli, "bank", 100)).rejects.toThrow("the worker died");
    expect(await roll(transactVia(client), panli, "bank", 100)).toBe(2);
    await rollAll(client);
    await expectRollups(client);
  });
});

test("of rows that were there before the rollups are made too", async () => {
  const old = await createDatabase("ess_site_2");
  try {
    await withClient(old.url, async (client) => {
      await client.query("select ess_ensure_month('bank', '2022-05-01', 'Asia/Seoul')");
      await client.query("alter table bank disable trigger all");
      await client.query(rows("bank", EVENING, "time >= '2022-05-01 00:00+09'"));
      await client.query("alter table bank enable trigger all");
      const [, marking = ""] =
        /(with extent as [^;]+ from bank[^;]+;)/.exec(rollupsOf(panli)) ?? [];
      await client.query(marking);
      await rollAll(client);
      await expectRollups(client);
    });
  } finally {
    await old.drop();
  }
});

test("follow what is written into a partition itself, and what is emptied there", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING));
    await client.query(rows("rack", EVENING));
    await rollAll(client);
    for (const step of [
      `update bank_202205 set "BANK_SOC" = 7 where "TIMESTAMP" = '2022-05-01 00:00:10+09'`,
      `delete from rack_202204 where "RACK_ID" = 9`,
      `insert into rack_202205 ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_SOC") values ('2022-05-20 00:00:00+09', 1, 4, 50)`,
      "truncate bank_202204",
    ]) {
      await client.query(step);
      await rollAll(client);
      await expectRollups(client);
    }
  });
});

test("take the first moment of an hour for its own, and no value that sums could not bear", async () => {
  await withDatabase(async (client) => {
    await client.query(`insert into rack ("TIMESTAMP", "BANK_ID", "RACK_ID", "RACK_VOLTAGE", "RACK_MAX_CELL_VOLTAGE", "RACK_MIN_CELL_VOLTAGE")
      select '2022-05-01 00:00:00+09'::timestamptz + n * interval '1 second', 1, 1, 1.7e308, 1.7e308, -1.7e308 from generate_series(0, 3) as n`);
    await client.query(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_POWER") values ('2022-05-01 00:00:00+09', 1, 1.7e308), ('2022-05-01 00:00:01+09', 1, 1.7e308), ('2022-05-02 00:00:00+09', 1, 5)`,
    );
    await rollAll(client);
    await expectRollups(client);
    const {
      rows: [minute],
    } = await client.query("select rows, rack_voltage_n as n from ess_rack_minute");
    expect(minute).toEqual({ rows: 4, n: 0 });
  });
});

test("of a step under way are finished before another one begins", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING));
    await withDatabase(async (other) => {
      await other.query("begin");
      await roll(
        async (statements) => {
          const results = [];
          for (const statement of statements) results.push(await askVia(other)(statement));
          return results; // not committed yet
        },
        panli,
        "bank",
        100,
      );
      const second = withDatabase((own) => rollAll(own, 100));
      await expect
        .poll(
          async () =>
            (await client.query("select from pg_stat_activity where wait_event = 'advisory'"))
              .rowCount,
        )
        .toBe(1);
      await other.query("commit");
      await second;
    });
    await expectRollups(client);
  });
});

// The last one: it takes the month of April away.
test("of a month that was given up stay, and the month takes no more rows", async () => {
  await withDatabase(async (client) => {
    await client.query(rows("bank", EVENING));
    await rollAll(client);
    const count = async () =>
      (
        await client.query(
          "select count(*) as n from ess_bank_minute where at < '2022-05-01 00:00+09'",
        )
      ).rows[0].n;
    const before = await count();
    await client.query("drop table bank_202204");
    await client.query(
      "insert into ess_dropped_month (component, month) values ('bank', '2022-04-01')",
    );
    expect(await rollAll(client)).toBe(0);
    await client.query("truncate bank");
    expect(await count()).toBe(before);
    await expect(
      client.query("select ess_ensure_month('bank', '2022-04-03 00:00+09', 'Asia/Seoul')"),
    ).rejects.toMatchObject({ code: "ESS01" });
  });
});
