import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DATABASES, migrate, withClient } from "../../../dev/database/migrate.ts";
import { siteMigrations } from "../../../dev/database/schema.ts";
import { ROOT } from "../../../dev/settings.ts";
import { sites } from "../../../src/site/registry/registry.ts";
import { COMPONENTS, KEYS } from "../../../src/site/site.ts";
import { createDatabase } from "../../support/world.ts";

const FOLDERS = ["sites", "site-2"];
const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, "migrations", folder))
    .sort()
    .map((file) => `${folder}/${file}`),
);

let database: Awaited<ReturnType<typeof createDatabase>>;
let applied: string[];

beforeAll(async () => {
  database = await createDatabase();
  applied = await migrate(database.url, FOLDERS);
});
afterAll(() => database.drop());

const query = (text: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query(text, values)).rows);

describe("migrations", () => {
  test("are applied in the order of folders and names, each of them once", async () => {
    expect(applied).toEqual(files);
    expect(await migrate(database.url, FOLDERS)).toEqual([]);
    const rows = await query("select name from ess_migrations order by applied_at, name");
    expect(rows.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
  });

  test("of a folder that does not exist are none", async () => {
    expect(await migrate(database.url, [...FOLDERS, "site-99"])).toEqual([]);
  });

  test("are refused where an applied file has changed since, and nothing is applied then", async () => {
    const [first = ""] = files;
    await query("update ess_migrations set sha256 = 'x' || sha256 where name = $1", [first]);
    await expect(migrate(database.url, [...FOLDERS, "site-1"])).rejects.toThrow(
      `migrations/${first} has changed since it was applied: add a new file instead`,
    );
    expect(await query("select from ess_migrations where name like 'site-1/%'")).toEqual([]);
    await query("update ess_migrations set sha256 = substr(sha256, 2) where name = $1", [first]);
  });

  test("leave no trace where one fails", async () => {
    const before = await query("select name from ess_migrations order by 1");
    // Its tables have the names of those of site 2.
    await expect(migrate(database.url, [...FOLDERS, "site-1"])).rejects.toThrow(
      'relation "bank" already exists',
    );
    expect(await query("select name from ess_migrations order by 1")).toEqual(before);
  });
});

describe.each(sites)("the migrations of site $id", (site) => {
  test("are what its definition generates", () => {
    for (const [name, text] of Object.entries(siteMigrations(site))) {
      const file = join(ROOT, `migrations/site-${site.id}/${name}`);
      expect(readFileSync(file, "utf8"), name).toBe(text);
    }
  });

  test("are applied to the site's own database", () => {
    expect(DATABASES).toContainEqual({
      name: `ess_site_${site.id}`,
      folders: ["sites", `site-${site.id}`],
    });
  });

  test("make the columns and keys of its definition, and those of every site", async () => {
    const own = await createDatabase();
    try {
      await migrate(own.url, ["sites", `site-${site.id}`]);
      const { columns, keys } = await withClient(own.url, async (client) => ({
        columns: (await client.query(COLUMNS_SQL)).rows,
        keys: (await client.query(KEYS_SQL)).rows,
      }));
      for (const component of COMPONENTS) {
        const of = columns.filter((column) => column.component === component);
        expect(of.map(({ name, type }) => ({ name, type }))).toEqual([
          ...site.components[component].map(({ name, type }) => ({
            name,
            type: TYPES[type] ?? type,
          })),
          { name: "ess_written", type: "timestamp with time zone" },
          { name: "ess_revision", type: "integer" },
          { name: "ess_quality", type: "bigint" },
        ]);
        const key = keys.filter((part) => part.component === component).map(({ name }) => name);
        expect(key, component).toEqual(KEYS[component]);
      }
    } finally {
      await own.drop();
    }
  });
});

test("a database with rows in the tables of the first migration gets what the second one adds", async () => {
  const own = await createDatabase();
  const apply = (client: pg.Client, file: string) =>
    client.query(readFileSync(join(ROOT, "migrations", file), "utf8"));
  try {
    await withClient(own.url, async (client) => {
      await apply(client, "sites/0001_month_partitions.sql");
      await apply(client, "site-2/0001_components.sql");
      const write = (time: string, soc: number) =>
        client.query(`insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC") values ($1, 1, $2)`, [
          time,
          soc,
        ]);
      await client.query("select ess_ensure_month('bank', '2022-05-10', 'Asia/Seoul')");
      await write("2022-05-10T00:00Z", 101);
      await apply(client, "sites/0002_ingestion.sql");
      await apply(client, "site-2/0002_change_log.sql");
      await client.query("select ess_ensure_month('bank', '2022-06-10', 'Asia/Seoul')");
      await write("2022-05-10T00:01Z", 50);
      await write("2022-06-10T00:00Z", -1);
      const { rows } = await client.query(
        `select "BANK_SOC" as soc, ess_quality as quality, ess_revision as revision, ess_written is null as unknown from bank order by "TIMESTAMP"`,
      );
      expect(rows).toEqual([
        { soc: 101, quality: "1", revision: 0, unknown: false },
        { soc: 50, quality: "0", revision: 0, unknown: false },
        { soc: -1, quality: "1", revision: 0, unknown: false },
      ]);
    });
  } finally {
    await own.drop();
  }
});

const TYPES: Record<string, string> = { timestamptz: "timestamp with time zone" };

const COLUMNS_SQL = `select attrelid::regclass::text as component, attname as name, format_type(atttypid, null) as type
  from pg_attribute where attrelid in ('bank'::regclass, 'rack'::regclass, 'pcs'::regclass, 'etc'::regclass) and attnum > 0
  order by attrelid, attnum`;

const KEYS_SQL = `select indrelid::regclass::text as component, attname as name
  from pg_index, unnest(indkey) with ordinality as part(number, place), pg_attribute
  where indisprimary and indrelid = attrelid and attnum = number
  order by indrelid, place`;

test("a limit of the database for the service's statements ends none of a command's", async () => {
  await query(`alter database ${database.name} set statement_timeout = '100ms'`);
  expect(await query("select pg_sleep(0.3) is null as slept")).toEqual([{ slept: false }]);
  await query(`alter database ${database.name} reset statement_timeout`);
});
