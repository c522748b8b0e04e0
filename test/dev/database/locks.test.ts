import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrate, withClient } from "../../../dev/database/migrate.ts";
import { ROOT } from "../../../dev/settings.ts";
import { COMPONENTS } from "../../../src/site/site.ts";
import { createDatabase } from "../../support/world.ts";

/** What a migration does to a table that has rows and that others use meanwhile. */
type Harm = "rewritten" | "indexed" | "read whole";

/**
 * What migrations have done, before the first release, to tables that could only be empty. Nothing is added here: a
 * new migration must do without (docs/deployment.md says how).
 */
const BEFORE_RELEASE: Record<string, Record<string, Harm[]>> = {
  "0002_change_log.sql": {
    bank: ["rewritten", "indexed"],
    etc: ["rewritten", "indexed"],
    pcs: ["rewritten", "indexed"],
    rack: ["rewritten", "indexed"],
  },
};

const sqlOf = (folder: string): string[] =>
  readdirSync(join(ROOT, "migrations", folder))
    .sort()
    .map((file) => `${folder}/${file}`);

/**
 * In the order in which they were written, as a database meets them that is upgraded from version to version: after the
 * first the shared ones are a number ahead of those of a site, which use what they define.
 */
const byAge = (files: readonly string[]): string[] => files.toSorted((a, b) => ageOf(a) - ageOf(b));
const ageOf = (file: string): number => {
  const number = numberOf(file);
  if (file.startsWith("sites/")) return number;
  return number === 1 ? 1.5 : number + 1.5;
};
const numberOf = (file: string): number => Number.parseInt(file.split("/").at(-1) ?? "", 10);

let database: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** Rows of tables that were there before, and what they lie in. */
const TABLES = `
  select c.oid::int as table, coalesce(p.relname, c.relname) as name, pg_relation_filenode(c.oid)::text as file,
    array(select indexrelid::int from pg_index where indrelid = c.oid) as indexes,
    coalesce(pg_stat_get_xact_tuples_returned(c.oid), 0)::int as read
  from pg_class c left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`;
type Table = { table: number; name: string; file: string; indexes: number[]; read: number };

/** Runs statements in a transaction and tells what they do to the tables that are there and have rows. */
async function harmOf(
  client: pg.Client,
  text: string,
  end: "commit" | "rollback",
): Promise<Record<string, Harm[]>> {
  await client.query("begin");
  const { rows: before } = await client.query<Table>(TABLES);
  await client.query(text);
  const { rows: after } = await client.query<Table>(TABLES);
  await client.query(end);
  const harm: Record<string, Harm[]> = {};
  for (const was of before) {
    const now = after.find(({ table }) => table === was.table);
    const found = now ? harmBetween(was, now) : [];
    if (found.length > 0) harm[was.name] = found;
  }
  return harm;
}

function harmBetween(was: Table, now: Table): Harm[] {
  const isRewritten = was.file !== now.file;
  const isIndexed = now.indexes.some((index) => !was.indexes.includes(index));
  const all: [Harm, boolean][] = [
    ["rewritten", isRewritten],
    ["indexed", isIndexed],
    ["read whole", !isRewritten && !isIndexed && now.read - was.read >= ROWS],
  ];
  return all.flatMap(([harm, isSo]) => (isSo ? [harm] : []));
}

const ROWS = 500;

/** Rows of a month in every component, of the columns of the keys alone. */
async function fill(client: pg.Client): Promise<void> {
  const keys = { bank: ["BANK_ID"], rack: ["BANK_ID", "RACK_ID"], pcs: [], etc: [] };
  for (const component of COMPONENTS) {
    const columns = ["TIMESTAMP", ...keys[component]].map((name) => `"${name}"`).join(", ");
    await client.query(
      `select ess_ensure_month('${component}', '2026-01-05T00:00Z', 'Asia/Seoul')`,
    );
    await client.query(
      `insert into ${component} (${columns}) select '2026-01-05T00:00Z'::timestamptz + make_interval(secs => n)${", 1".repeat(keys[component].length)} from generate_series(1, ${ROWS}) as n`,
    );
  }
}

describe("migrations of a database that is in use", () => {
  test("neither rewrite, index nor read a table that has rows, but for those of before the first release", async () => {
    const files = byAge([...sqlOf("sites"), ...sqlOf("site-2")]);
    const harm: Record<string, Record<string, Harm[]>> = {};
    await withClient(database.url, async (client) => {
      for (const file of files) {
        const text = readFileSync(join(ROOT, "migrations", file), "utf8");
        const found = await harmOf(client, text, "commit");
        if (Object.keys(found).length > 0) harm[file] = found;
        if (file === "site-2/0001_components.sql") await fill(client);
      }
    });
    expect(harm).toEqual(
      Object.fromEntries(
        Object.entries(BEFORE_RELEASE).map(([file, found]) => [`site-2/${file}`, found]),
      ),
    );
  });

  test("differ between sites in the names of columns and works alone: what is so of one is so of all", () => {
    expect(sqlOf("site-1").map(numberOf)).toEqual(sqlOf("site-2").map(numberOf));
    expect(sqlOf("site-3").map(numberOf)).toEqual(sqlOf("site-2").map(numberOf));
  });

  test("are found out: an index, a rewritten column, a check of all rows", async () => {
    const harmful: Record<string, Harm> = {
      "create index on rack (ess_revision)": "indexed",
      "alter table rack alter column ess_revision type bigint": "rewritten",
      "alter table rack add column drawn uuid default gen_random_uuid()": "rewritten",
      "alter table rack add check (ess_revision >= 0)": "read whole",
    };
    await withClient(database.url, async (client) => {
      for (const [text, harm] of Object.entries(harmful)) {
        expect(await harmOf(client, text, "rollback"), text).toEqual({ rack: [harm] });
      }
    });
  });
});

describe("a migration of a table that somebody uses", () => {
  test("gives up after a while, changes nothing, and says what to do", async () => {
    const other = await createDatabase();
    await migrate(other.url, ["sites"]);
    await withClient(other.url, async (holder) => {
      // The platform's first migration makes api_key; here somebody is making it.
      await holder.query("begin; create table api_key (lookup text primary key)");
      await expect(migrate(other.url, ["platform"])).rejects.toThrow(
        "migrations/platform/0001_access.sql waited 5s for a table that is in use and has changed nothing: run it again",
      );
      await holder.query("rollback");
    });
    expect(await migrate(other.url, ["platform"])).not.toEqual([]);
    await other.drop();
  }, 60_000);
});
