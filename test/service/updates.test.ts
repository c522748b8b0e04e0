import { PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { askUpdates } from "../../src/store/rows/updates.ts";
import type { Transact } from "../../src/store/sql/client.ts";
import { ingestWorld, send, taken } from "./support/ingest.ts";
import { answerOf } from "./support/lists.ts";

/* What was added or corrected since a moment, in an empty database of site 2. */

type Update = {
  bank_id?: number;
  rack_id?: number;
  start: string;
  end: string;
  added: number;
  corrected: number;
  first_written: string;
  last_written: string;
};
type Answer = { until: string; joined_seconds: number; updates: Update[] };

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.query("truncate bank, rack, pcs, etc"));

const ask = (path: string) => answerOf(`${world.runtime.url}/api/ess/operating-sites/2/${path}`);
async function updates(since: string, component = "bank", more = ""): Promise<Answer> {
  const { response, text, whole } = await ask(
    `${component}/updates/?since=${encodeURIComponent(since)}${more}`,
  );
  expect(response.status, whole).toBe(200);
  return JSON.parse(text) as Answer;
}
const PAST = "2000-01-01";
const write = (...rows: string[]) =>
  taken(send(world.runtime.url, ["timestamp,bank_id,bank_soc", ...rows].join("\n")));
const brief = ({ updates: list }: Answer) =>
  list.map(({ bank_id, start, end, added, corrected }) => [
    bank_id,
    start.slice(11, 16),
    end.slice(11, 16),
    added,
    corrected,
  ]);
const seconds = (from: number, to: number, bank = 1) =>
  Array.from(
    { length: to - from },
    (_, i) => `${new Date(Date.UTC(2022, 4, 10) + (from + i) * 1000).toISOString()},${bank},1`,
  );

describe("what was written", () => {
  test("is told as intervals of minutes for each bank, rows added and corrected", async () => {
    await write(...seconds(0, 180), ...seconds(600, 660), ...seconds(30, 90, 2));
    expect(brief(await updates(PAST))).toEqual([
      [1, "09:00", "09:03", 180, 0],
      [2, "09:00", "09:02", 60, 0],
      [1, "09:10", "09:11", 60, 0],
    ]);
    await write("2022-05-10T09:01:00,1,2", "2022-05-10T09:02:00,1,1");
    expect(brief(await updates(PAST))[0]).toEqual([1, "09:00", "09:03", 179, 1]);
  });

  test("before `since` is not told of; what is sent again without a change neither", async () => {
    await write(...seconds(0, 60));
    await world.query("update bank set ess_written = ess_written - interval '1 hour'");
    const { until } = await updates(PAST);
    await write(...seconds(0, 60));
    expect((await updates(until)).updates).toEqual([]);
    await write("2022-05-10T09:00:30,1,7");
    const answer = await updates(until);
    expect(brief(answer)).toEqual([[1, "09:00", "09:01", 0, 1]]);
    expect(Date.parse(answer.updates[0]?.first_written ?? "")).toBeGreaterThan(Date.parse(until));
    expect(Date.parse(answer.until)).toBeGreaterThanOrEqual(Date.parse(until));
  });

  test("as corrections and as additions at once is told apart", async () => {
    await write("2022-05-10T09:00:00,1,1");
    const { until } = await updates(PAST);
    await write("2022-05-10T09:00:00,1,2", "2022-05-10T09:05:00,1,1");
    expect(brief(await updates(until))).toEqual([
      [1, "09:00", "09:01", 0, 1],
      [1, "09:05", "09:06", 1, 0],
    ]);
  });

  test("of racks and of one bank alone can be asked for", async () => {
    const body =
      "timestamp,bank_id,rack_id\n2022-05-10T09:00,1,1\n2022-05-10T09:00,1,2\n2022-05-10T09:00,2,1\n";
    await taken(send(world.runtime.url, body, { component: "rack" }));
    const ids = async (more: string) =>
      (await updates(PAST, "rack", more)).updates.map((u) => [u.bank_id, u.rack_id]);
    expect(await ids("")).toEqual([
      [1, 1],
      [1, 2],
      [2, 1],
    ]);
    expect(await ids("&bank=1")).toEqual([
      [1, 1],
      [1, 2],
    ]);
    expect(await ids("&rack=1")).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test("in very many places is told in fewer, wider intervals: none is left out", async () => {
    await world.query(`select ess_ensure_month('bank', '2022-05-10', 'Asia/Seoul')`);
    await world.query(
      `insert into bank ("TIMESTAMP", "BANK_ID") select '2022-05-10 00:00+09'::timestamptz + make_interval(mins => 2 * m + case when m % 3 = 0 then 1 else 0 end), 1 + b from generate_series(0, 9999) as m, generate_series(0, 1) as b`,
    );
    const answer = await updates(PAST);
    expect(answer.updates.length).toBeLessThanOrEqual(10_002);
    expect(answer.updates.length).toBeGreaterThan(10);
    expect(answer.joined_seconds).toBeGreaterThan(60);
    expect(answer.updates.reduce((sum, update) => sum + update.added, 0)).toBe(20_000);
  });

  test("is asked for by a time in every format that `until` has", async () => {
    for (const format of ["iso", "local", "utc", "unix"]) {
      const { until } = await updates(PAST, "bank", `&time-format=${format}`);
      await updates(String(until), "bank", `&time-format=${format}`);
    }
  });
});

describe("a client that asks since the `until` of before", () => {
  const insert = `insert into bank ("TIMESTAMP", "BANK_ID") values ($1, 1)`;

  test("does not miss what a transaction wrote that began before and ended after", async () => {
    await world.query(`select ess_ensure_month('bank', '2022-05-10', 'Asia/Seoul')`);
    await withClient(world.database.url, async (late) => {
      await late.query("begin");
      await late.query(insert, ["2022-05-10T09:00+09:00"]);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await world.query(insert, ["2022-05-10T10:00+09:00"]);
      const first = await updates(PAST);
      expect(brief(first)).toEqual([[1, "10:00", "10:01", 1, 0]]);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const second = await updates(first.until);
      expect(second.until, "it is still open").toBe(first.until);
      await late.query("commit");
      expect(brief(await updates(second.until))).toContainEqual([1, "09:00", "09:01", 1, 0]);
    });
  });

  test("misses no row of many that are written meanwhile", { timeout: 60_000 }, async () => {
    await world.query(`select ess_ensure_month('bank', '2022-05-10', 'Asia/Seoul')`);
    const ROWS = 240;
    const seen = new Set<string>();
    let since = PAST;
    const poll = async () => {
      const answer = await updates(since);
      for (const { start, end } of answer.updates) {
        for (let at = Date.parse(start); at < Date.parse(end); at += 60_000) seen.add(String(at));
      }
      since = answer.until;
    };
    let open = true;
    const writing = Promise.all(
      Array.from({ length: 6 }, (_, client) =>
        withClient(world.database.url, async (connection) => {
          for (let i = client; i < ROWS; i += 6) {
            await connection.query("begin");
            const time = new Date(Date.UTC(2022, 4, 10) + i * 120_000).toISOString();
            await connection.query(insert, [time]);
            await connection.query("select pg_sleep($1)", [((i * 7) % 10) / 40]);
            await connection.query("commit");
          }
        }),
      ),
    ).then(() => {
      open = false;
    });
    while (open) await poll();
    await writing;
    await poll();
    expect(seen.size).toBe(ROWS);
  });

  test("stays where it is while a session that it may not look into is in a transaction", async () => {
    const role = `reader_${Date.now()}`;
    await world.query(
      `create role ${role} login password 'x'; grant select on all tables in schema public to ${role}`,
    );
    const url = new URL(world.database.url);
    url.username = role;
    url.password = "x";
    const since = Date.now() - 60_000;
    const question = { since: since * 1000, timeFormat: "utc" as const, most: 10 };
    const until = () =>
      withClient(url.href, async (stranger) => {
        const transact: Transact = async (statements) => {
          const results = [];
          for (const statement of statements) {
            const { sql, params } = new PgDialect().sqlToQuery(statement);
            results.push((await stranger.query(sql, params)).rows);
          }
          return results;
        };
        const place = { site: panli, component: "bank" as const };
        return Date.parse((await askUpdates(transact, place, question)).until);
      });
    await withClient(world.database.url, async (other) => {
      expect(await until(), "one that does nothing").toBeGreaterThan(since + 10_000);
      await other.query("begin");
      expect(await until()).toBe(since);
      await other.query("rollback");
      expect(await until()).toBeGreaterThan(since + 10_000);
    });
    await world.query(`drop owned by ${role}; drop role ${role}`);
  });
});

test("a request without a moment, or with one that is none, is refused", async () => {
  for (const query of ["", "?since=", "?since=yesterday"]) {
    const { response, text, whole } = await ask(`bank/updates/${query}`);
    expect(response.status, whole).toBe(400);
    expect(JSON.parse(text).errors, whole).toMatchObject([{ in: "query", name: "since" }]);
  }
});
