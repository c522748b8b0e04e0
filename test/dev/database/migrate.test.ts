import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DATABASES, migrate, withClient } from "../../../dev/database/migrate.ts";
import { createTables } from "../../../dev/database/schema.ts";
import { ROOT } from "../../../dev/settings.ts";
import { sites } from "../../../src/sites/index.ts";
import { COMPONENTS, KEYS } from "../../../src/sites/site.ts";
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

describe.each(sites)("the first migration of site $id", (site) => {
  test("is what its definition generates", () => {
    const file = join(ROOT, `migrations/site-${site.id}/0001_components.sql`);
    expect(readFileSync(file, "utf8")).toBe(createTables(site));
  });

  test("is applied to the site's own database", () => {
    expect(DATABASES).toContainEqual({
      name: `ess_site_${site.id}`,
      folders: ["sites", `site-${site.id}`],
    });
  });

  test("makes the columns and keys of its definition", async () => {
    const own = await createDatabase();
    try {
      await migrate(own.url, ["sites", `site-${site.id}`]);
      const { columns, keys } = await withClient(own.url, async (client) => ({
        columns: (await client.query(COLUMNS_SQL)).rows,
        keys: (await client.query(KEYS_SQL)).rows,
      }));
      for (const component of COMPONENTS) {
        const of = columns.filter((column) => column.component === component);
        expect(of.map(({ name, type }) => ({ name, type }))).toEqual(
          site.components[component].map(({ name, type }) => ({ name, type: TYPES[type] ?? type })),
        );
        const key = keys.filter((part) => part.component === component).map(({ name }) => name);
        expect(key, component).toEqual(KEYS[component]);
      }
    } finally {
      await own.drop();
    }
  });
});

const TYPES: Record<string, string> = { timestamptz: "timestamp with time zone" };

const COLUMNS_SQL = `select attrelid::regclass::text as component, attname as name, format_type(atttypid, null) as type
  from pg_attribute where attrelid in ('bank'::regclass, 'rack'::regclass, 'pcs'::regclass, 'etc'::regclass) and attnum > 0
  order by attrelid, attnum`;

const KEYS_SQL = `select indrelid::regclass::text as component, attname as name
  from pg_index, unnest(indkey) with ordinality as part(number, place), pg_attribute
  where indisprimary and indrelid = attrelid and attnum = number
  order by indrelid, place`;
