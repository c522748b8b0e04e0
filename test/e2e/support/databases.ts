import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import { sites } from "../../../src/site/registry/registry.ts";

/** The databases that globalSetup fills. */
export const DATABASES = ["ess_platform", ...sites.map(({ id }) => `ess_site_${id}`)] as const;

/** The binding of the worker that names a database instead of the one on its common server. */
const bindingOf = (name: string): string =>
  `${name.replace(/^ess_/, "").toUpperCase()}_DATABASE_URL`;

/** Postgres copies a database only while nobody is connected to it, so copies are made of copies. */
const templateOf = (name: string): string => `${name}_template`;

/** Keeps every database as it is now, for `copyDatabases`; nobody may be connected to one. */
export const keepTemplates = (server: string): Promise<void> =>
  withClient(`${server}postgres`, async (client) => {
    for (const name of DATABASES)
      await client.query(`create database ${templateOf(name)} template ${name}`);
  });

/** New copies of databases as they were filled: the bindings that put a worker before them. */
export async function copyDatabases(
  names: readonly string[],
): Promise<{ bindings: Record<string, string>; drop: () => Promise<void> }> {
  const server = inject("server");
  const suffix = randomBytes(4).toString("hex");
  const inServer = (ask: (name: string, copy: string) => string) =>
    withClient(`${server}postgres`, async (client) => {
      for (const name of names) await client.query(ask(name, `${name}_${suffix}`));
    });
  await inServer((name, copy) => `create database ${copy} template ${templateOf(name)}`);
  return {
    bindings: Object.fromEntries(
      names.map((name) => [bindingOf(name), `${server}${name}_${suffix}`]),
    ),
    drop: () => inServer((_, copy) => `drop database ${copy} with (force)`),
  };
}
