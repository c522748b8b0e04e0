import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { startRuntime } from "../../dev/runtime/workerd.ts";

/** A new database in the tests' Postgres; dropped by `drop`. */
export async function createDatabase(): Promise<{
  url: string;
  name: string;
  drop: () => Promise<void>;
}> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const server = inject("server");
  await withClient(`${server}postgres`, (client) => client.query(`create database ${name}`));
  return {
    name,
    url: `${server}${name}`,
    drop: () =>
      withClient(`${server}postgres`, async (client) => {
        await client.query(`drop database ${name} with (force)`);
      }),
  };
}

/** Another worker beside the one that all tests share, with settings of its own. */
export const startWorker = (bindings: Record<string, string>) =>
  startRuntime(inject("bundle"), {
    NEON_LOCAL_ENDPOINT: inject("endpoint"),
    AUTH: "open",
    ...bindings,
  });
