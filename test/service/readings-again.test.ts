import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { ingestWorld, NOTHING, type Options, refused, send, taken } from "./support/ingest.ts";

/* The same request again, with an Idempotency-Key: carried out once, however often and however close it comes. */

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.query("truncate bank, rack, pcs, etc, ess_idempotency"));

const csv = (soc: number, hour = 0) =>
  `timestamp,bank_id,bank_soc\n2022-05-10T${String(hour).padStart(2, "0")}:00,1,${soc}\n`;
const post = (body: string, options: Options) => send(world.runtime.url, body, options);
const soc = async () =>
  (
    await world.query(`select "BANK_SOC" as soc, ess_revision as revision from bank order by 1`)
  ).map((row) => [row["soc"], row["revision"]]);

/** Waits until some statement waits for a lock of another one. */
const somebodyWaits = () =>
  expect.poll(() =>
    world.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    ),
  );

describe("a request with the key of an earlier one", () => {
  test("gets its answer, marked, and does not write again, even after a later correction", async () => {
    const first = await post(csv(50), { key: "k" });
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    const answer = await first.text();
    expect(JSON.parse(answer)).toEqual({ ...NOTHING, inserted: 1 });
    await taken(post(csv(60), {}));
    const again = await post(csv(50), { key: "k" });
    expect(again.status).toBe(200);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(again.headers.get("content-type")).toBe("application/json");
    expect(await again.text()).toBe(answer);
    expect(await soc()).toEqual([[60, 1]]);
  });

  test("is the same packed and unpacked, and gets what was told of rejected rows too", async () => {
    const body = `${csv(50)}?,1,1%\n`;
    const options = { key: "k", query: "?on-error=skip" };
    const answer = await taken(post(body, options));
    expect(answer).toMatchObject({ inserted: 1, rejected: 1 });
    expect(answer.errors).toHaveLength(2);
    expect(await taken(post(body, { ...options, gzip: true }))).toEqual(answer);
  });

  test("is another one if body, mode, type or component differ: 422, and nothing is written", async () => {
    await taken(post(csv(50), { key: "k" }));
    const others: [string, Options][] = [
      [csv(51), { key: "k" }],
      [csv(50), { key: "k", query: "?on-error=skip" }],
      [`${csv(50)}\n`, { key: "k" }],
      ["timestamp\n2022-05-10\n", { key: "k", component: "etc" }],
    ];
    for (const [body, options] of others) {
      expect((await refused(post(body, options), 422)).code).toBe("idempotency_key_reused");
    }
    expect(await soc()).toEqual([[50, 0]]);
    expect(await world.query("select from etc")).toEqual([]);
  });

  test("is kept without any row, and not kept where the request was refused", async () => {
    const empty = "timestamp,bank_id\n";
    expect(await taken(post(empty, { key: "none" }))).toEqual(NOTHING);
    const again = await post(empty, { key: "none" });
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    await refused(post(`${empty}?,1\n`, { key: "bad" }), 422);
    await taken(post(csv(50), { key: "bad" }));
  });

  test("is forgotten after a day, and its row with it", async () => {
    await taken(post(csv(50), { key: "old" }));
    await taken(post(csv(50), { key: "older" }));
    await world.query("update ess_idempotency set written_at = now() - interval '24 hours'");
    expect(await taken(post(csv(51), { key: "old" }))).toMatchObject({ updated: 1 });
    expect(await world.query("select key from ess_idempotency")).toEqual([{ key: "-:old" }]);
  });
});

describe("requests at the same time", () => {
  test("with one key: one writes, the others get its answer", async () => {
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => post(csv(50 + round, round), { key: `k${round}` })),
      );
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      expect(new Set(texts).size, texts.join("\n")).toBe(1);
      expect(JSON.parse(texts[0] ?? "")).toEqual({ ...NOTHING, inserted: 1 });
      const fresh = answers.filter(({ headers }) => !headers.has("idempotency-replayed"));
      expect(fresh).toHaveLength(1);
    }
    expect(await soc()).toHaveLength(10);
  });

  test("with one key wait for the one that writes, and write themselves if it fails", async () => {
    for (const end of ["commit", "rollback"]) {
      await withClient(world.database.url, async (client) => {
        await client.query("begin");
        // What a request does that is not through yet.
        await client.query(
          "insert into ess_idempotency (key, request, answer) values ($1, 'other', '{}')",
          [`-:${end}`],
        );
        const waiting = post(csv(50), { key: end });
        await somebodyWaits().toHaveLength(1);
        await client.query(end);
        if (end === "commit") await refused(waiting, 422);
        else expect(await taken(waiting)).toEqual({ ...NOTHING, inserted: 1 });
      });
    }
  });

  test("that write the same rows in other orders neither fail nor lose any", async () => {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const day = new Date(Date.UTC(2021, i % 24, 10, 0, i)).toISOString();
      return `${day},${1 + (i % 2)},`;
    });
    const bodies = Array.from({ length: 24 }, (_, i) => {
      const turned = [...rows.slice(i * 16), ...rows.slice(0, i * 16)];
      const some = i % 2 ? turned : turned.toReversed();
      return `timestamp,bank_id,bank_soc\n${some.map((row) => `${row}${i}\n`).join("")}`;
    });
    const answers = await Promise.all(bodies.map((body) => taken(post(body, {}))));
    const total = (name: "inserted" | "updated" | "unchanged") =>
      answers.reduce((sum, answer) => sum + answer[name], 0);
    expect(total("inserted")).toBe(400);
    expect(total("inserted") + total("updated") + total("unchanged")).toBe(24 * 400);
    const values = await world.query(
      `select distinct "BANK_SOC" as soc, ess_revision as revision from bank`,
    );
    expect(values, "the last of them has written all rows").toHaveLength(1);
  });

  test("that get into the way of others are tried again once, then told to come back", async () => {
    await taken(post(csv(50), {}));
    const trigger = (times: number) =>
      world.query(`create sequence if not exists tries; alter sequence tries restart;
        create or replace function in_the_way() returns trigger language plpgsql as $$ begin
          if nextval('tries') <= ${times} then raise 'in the way' using errcode = '40P01'; end if; return new; end $$;
        create or replace trigger in_the_way before update on bank for each row execute function in_the_way()`);
    await trigger(1);
    expect(await taken(post(csv(51), {}))).toMatchObject({ updated: 1 });
    await trigger(2);
    const answer = await post(csv(52), {});
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(await soc()).toEqual([[51, 1]]);
    await world.query("drop trigger in_the_way on bank");
  });
});
