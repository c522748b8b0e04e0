import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { sites } from "../../src/site/registry/registry.ts";
import { UsageError } from "../terminal.ts";

const ROOT = join(import.meta.dirname, "../../migrations");

/** The databases of the service and the folders of migrations each of them gets, in order. */
export const DATABASES: readonly { name: string; folders: readonly string[] }[] = [
  { name: "ess_platform", folders: ["platform"] },
  ...sites.map(({ id }) => ({ name: `ess_site_${id}`, folders: ["sites", `site-${id}`] })),
];

/** Creates the databases that are missing in the server behind `maintenanceUrl`. */
export async function createDatabases(maintenanceUrl: string): Promise<void> {
  await withClient(maintenanceUrl, async (client) => {
    const { rows } = await client.query("select datname from pg_database");
    const present = new Set(rows.map((row) => row.datname));
    for (const { name } of DATABASES) {
      if (!present.has(name)) await client.query(`create database ${name}`);
    }
  });
}

/**
 * Applies the migrations of `folders` that the database has not seen, each in one transaction.
 * @returns names of those applied now
 * @throws if a file that was applied has changed since
 */
export function migrate(url: string, folders: readonly string[]): Promise<string[]> {
  return withClient(url, async (client) => {
    await client.query(
      "create table if not exists ess_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())",
    );
    const { rows } = await client.query("select name, sha256 from ess_migrations");
    const applied = new Map<string, string>(rows.map((row) => [row.name, row.sha256]));
    const fresh: string[] = [];
    for (const { name, text } of migrations(folders)) {
      const sha256 = createHash("sha256").update(text).digest("hex");
      const before = applied.get(name);
      if (before === sha256) continue;
      if (before) {
        throw new Error(
          `migrations/${name} has changed since it was applied: add a new file instead`,
        );
      }
      await client.query("begin");
      // What waits for a table makes everybody wait who comes after it.
      await client.query(`set local lock_timeout = '${MOST_WAIT}'`);
      await client.query(text).catch((error: unknown) => {
        throw isInUse(error) ? inUse(name) : error;
      });
      await client.query("insert into ess_migrations (name, sha256) values ($1, $2)", [
        name,
        sha256,
      ]);
      await client.query("commit");
      fresh.push(name);
    }
    return fresh;
  });
}

/** As long as readers may be kept waiting. */
const MOST_WAIT = "5s";
const LOCK_NOT_AVAILABLE = "55P03";

const isInUse = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;

const inUse = (name: string): UsageError =>
  new UsageError(
    `migrations/${name} waited ${MOST_WAIT} for a table that is in use and has changed nothing: run it again, best while nothing is imported or downloaded`,
  );

function migrations(folders: readonly string[]): { name: string; text: string }[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .filter((file) => file.endsWith(".sql"))
        .sort()
        .map((file) => ({
          name: `${folder}/${file}`,
          text: readFileSync(join(ROOT, folder, file), "utf8"),
        })),
    );
}

/**
 * Runs `work` with a connection that is closed whatever happens. A limit that the role has for the service's questions does not
 * hold here: an import takes what it takes.
 */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // A broken connection fails the query under way as well; without a listener it would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("set statement_timeout = 0");
    return await work(client);
  } finally {
    await client.end();
  }
}
