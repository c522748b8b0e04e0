import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askVia } from "../../dev/database/ask.ts";
import { migrate, withClient } from "../../dev/database/migrate.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { askLatest } from "../../src/store/rows/newest.ts";
import type { Ask } from "../../src/store/sql/client.ts";
import { createDatabase } from "../support/world.ts";

/* The newest row, asked with a lower bound of the time that the answer before gives. */

let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  database = await createDatabase();
  await migrate(database.url, ["sites", "site-2"]);
});
afterAll(() => database.drop());

const selection = { site: panli, component: "bank", bank: 1 } as const;
const columns = panli.components.bank.filter(({ name }) => name === "BANK_SOC");

/** SOC of the newest row, and how many questions that took. */
const newest = () =>
  withClient(database.url, async (client) => {
    const questions: string[] = [];
    const ask = askVia(client);
    const counting: Ask = Object.assign(
      (query: SQL) => {
        questions.push(new PgDialect().sqlToQuery(query).sql);
        return ask(query);
      },
      { text: ask.text },
    );
    const line = await askLatest(counting, selection, {
      columns,
      timeFormat: "iso",
      layout: "tsv",
    });
    return { soc: line, questions };
  });

const write = (...rows: [time: string, soc: number][]) =>
  withClient(database.url, async (client) => {
    for (const [time, soc] of rows) {
      await client.query("select ess_ensure_month('bank', $1, 'Asia/Seoul')", [time]);
      await client.query(
        `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC") values ($1, 1, $2)`,
        [time, soc],
      );
    }
  });

const remove = (condition: string) =>
  withClient(database.url, (client) => client.query(`delete from bank where ${condition}`));

const BOUND = '"TIMESTAMP" >= ';

test("the newest row stays the newest whatever is written and deleted", async () => {
  const empty = await newest();
  expect(empty).toMatchObject({ soc: undefined });
  expect(empty.questions).toHaveLength(1);

  await write(["2026-03-10T12:00:00Z", 10]);
  expect(await newest()).toMatchObject({ soc: "10" });

  await write(["2026-03-10T12:00:01Z", 11]);
  const next = await newest();
  expect(next.soc).toBe("11");
  expect(next.questions).toHaveLength(1);
  expect(next.questions[0]).toContain(BOUND);

  await write(["2026-01-05T00:00:00Z", 5], ["2026-03-10T11:59:59Z", 9]);
  expect(await newest(), "late rows").toMatchObject({ soc: "11" });

  await write(["2099-01-01T00:00:00Z", 99]);
  expect(await newest(), "a wrong clock").toMatchObject({ soc: "99" });
  await remove(`"TIMESTAMP" > '2098-01-01'`);
  const corrected = await newest();
  expect(corrected.soc).toBe("11");
  expect(corrected.questions).toHaveLength(2);
  expect((await newest()).questions, "the bound is right again").toHaveLength(1);

  await remove(`"TIMESTAMP" > '2026-02-01'`);
  expect(await newest(), "rows of a month deleted").toMatchObject({ soc: "5" });
  await remove("true");
  expect(await newest(), "all rows deleted").toMatchObject({ soc: undefined });
});

test("the question with a bound reads and plans no earlier months", async () => {
  await write(
    ["2025-11-01T00:00:00Z", 1],
    ["2026-02-10T00:00:00Z", 2],
    ["2026-03-10T00:00:00Z", 3],
  );
  await newest();
  await withClient(database.url, async (client) => {
    const plans: string[] = [];
    const ask: Ask = Object.assign(
      async (query: SQL) => {
        const { sql, params } = new PgDialect().sqlToQuery(query);
        const { rows } = await client.query(`explain ${sql}`, params);
        plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
        return [{ time: "1773100800", line: "3" }];
      },
      { text: askVia(client).text },
    );
    await askLatest(ask, selection, { columns, timeFormat: "iso", layout: "tsv" });
    expect(plans).toHaveLength(1);
    expect(plans[0]).toContain("bank_202603");
    expect(plans[0]).not.toMatch(/bank_2025|bank_202602/);
  });
});
