import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { withClient } from "../../dev/database/migrate.ts";
import { startRuntime } from "../../dev/runtime/workerd.ts";
import { emptyTemplate } from "./templates.ts";

type DatabaseName = "ess_platform" | `ess_site_${number}`;

/*
 * How a test file of the service gets what it needs. Before each file `own-world.ts` provides a world of the file's
 * own: `inject("worker")` answers from the two simulated days of `demo.ts`, and the databases `ess_platform` and
 * `ess_site_{s}` of `inject("server")` are fresh. Writing to them disturbs no other file. Several files run at a
 * time: assert structure and ratios, never absolute times, and wait for events, not for clocks.
 */

/**
 * A new database in the file's Postgres, empty or with the migrations of one of the service's; dropped by `drop`.
 * @example await createDatabase("ess_site_2")
 */
export async function createDatabase(like?: DatabaseName | "real_day"): Promise<{
  url: string;
  name: string;
  drop: () => Promise<void>;
}> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const server = inject("server");
  await withClient(`${server}postgres`, (client) =>
    client.query(`create database ${name} template ${templateOf(like)}`),
  );
  return {
    name,
    url: `${server}${name}`,
    drop: () =>
      withClient(`${server}postgres`, async (client) => {
        await client.query(`drop database ${name} with (force)`);
      }),
  };
}

const templateOf = (like?: DatabaseName | "real_day"): string =>
  like === undefined ? "template1" : like === "real_day" ? like : emptyTemplate(like);

/** Another worker beside the one that all tests share, with settings of its own. */
export const startWorker = (bindings: Record<string, string>) =>
  startRuntime(inject("bundle"), {
    NEON_LOCAL_ENDPOINT: inject("endpoint"),
    AUTH: "open",
    ...bindings,
  });
