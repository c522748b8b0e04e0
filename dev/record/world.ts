import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildWorker } from "../build/worker.ts";
import { openLocalDatabases } from "../database/local.ts";
import { withClient } from "../database/migrate.ts";
import { startNeonEndpoint } from "../neon-endpoint.ts";
import { startRuntime } from "../runtime/workerd.ts";
import { ROOT } from "../settings.ts";
import { restoreModels, saveModels } from "./models.ts";

const run = promisify(execFile);
const CLOCK = join(import.meta.dirname, "clock.mjs");

/** Days before the clock's, of every site; the finer ones are learnt by forecasting models. */
const SITES = [
  { site: 1, step: "300s", days: 4 },
  { site: 2, step: "60s", days: 4 },
  { site: 3, step: "300s", days: 4 },
];
const FROM = "2026-01-05";
const TRAINED = 2;

export const SECRETS = {
  DEID_KEY: "a de-identification key of the recorder, long enough",
  LINK_KEY: "a link key of the recorder that is long enough",
  WEBHOOK_KEY: "a webhook key of the recorder that is long enough",
};

export type World = {
  /** Where each worker listens. */
  urls: Record<"open" | "closed" | "plain", string>;
  /** Lets the keys of a name be past their time, which the API does not. */
  expireKeys: (name: string) => Promise<unknown>;
  stop: () => Promise<void>;
};

/** Fixed data in a Postgres of its own, and the bundled worker with a clock that stands still, three times. */
export async function makeWorld(models: string, say: (text: string) => void): Promise<World> {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-record-"));
  const stops: (() => unknown)[] = [() => rmSync(directory, { recursive: true, force: true })];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => stop().finally(() => process.exit(130)));
  try {
    say("databases and bundle …");
    const settings = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
    const postgres = await openLocalDatabases({ directory, settings });
    stops.push(postgres.stop);
    const { file } = await buildWorker(join(directory, "worker"));
    const bundle = join(directory, "clocked.js");
    writeFileSync(bundle, readFileSync(CLOCK, "utf8") + readFileSync(file, "utf8"));

    const DATABASE_URL = postgres.url("ess_platform");
    const command = (name: string, ...args: string[]) =>
      run(process.execPath, ["--import", CLOCK, join(ROOT, `dev/commands/${name}.ts`), ...args], {
        env: { ...process.env, DATABASE_URL },
      });
    for (const { site, step, days } of SITES) {
      say(`site ${site}: ${days} days, a row each ${step} …`);
      const which = ["--site", String(site), "--days", String(days), "--step", step];
      await command("simulate", ...which, "--from", FROM, "--seed", "7");
    }
    if (!(await restoreModels(DATABASE_URL, models))) {
      say(`training the models of site ${TRAINED}, once for all comparisons …`);
      await command("train", "--site", String(TRAINED));
      await saveModels(DATABASE_URL, models);
    }

    const endpoint = await startNeonEndpoint(postgres.url);
    stops.push(endpoint.close);
    const start = async (bindings: Record<string, string>) => {
      const all = { DATABASE_URL, NEON_LOCAL_ENDPOINT: endpoint.url, ...SECRETS, ...bindings };
      const runtime = await startRuntime(bundle, all);
      stops.push(runtime.stop);
      return runtime.url;
    };
    return {
      urls: {
        open: await start({ AUTH: "open" }),
        closed: await start({ AUTH: "closed", PUBLIC_SCOPES: "di:read", PUBLIC_SITES: "3" }),
        plain: await start({ AUTH: "open", DEID_MODE: "plain" }),
      },
      expireKeys: (name) =>
        withClient(DATABASE_URL, (client) =>
          client.query("update api_key set expires_at = '2026-01-01' where name = $1", [name]),
        ),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
