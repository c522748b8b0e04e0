import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../dev/build/worker.ts";
import { openLocalDatabases } from "../dev/database/local.ts";
import { withClient } from "../dev/database/migrate.ts";
import { load } from "../dev/import/load.ts";
import { openParquet } from "../dev/import/parquet.ts";
import { loadSimulation } from "../dev/import/simulation.ts";
import { startNeonEndpoint } from "../dev/neon-endpoint.ts";
import { startRuntime } from "../dev/runtime/workerd.ts";
import { ROOT } from "../dev/settings.ts";
import { findSite } from "../src/site/registry/registry.ts";

const REAL_DAY = join(ROOT, "../shared/data/site2_bank_20220510.parquet");
export const DAYS = 10;

export type Service = Awaited<ReturnType<typeof startService>>;

/**
 * A service with ten days of 1 Hz bank data of site 2 from 2022-05-10 on: the real day where it is there,
 * otherwise a simulated one, and nine copies of it on the days after.
 */
export async function startService() {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-bench-"));
  const postgres = await openLocalDatabases({ directory, settings: { fsync: "off" } });
  const database = postgres.url("ess_site_2");
  console.log(await fill(database));
  const endpoint = await startNeonEndpoint(postgres.url);
  const bundle = await buildWorker(join(directory, "worker"));
  const fresh = (bindings: Record<string, string> = {}) =>
    startRuntime(bundle.file, {
      DATABASE_URL: postgres.url("ess_platform"),
      NEON_LOCAL_ENDPOINT: endpoint.url,
      AUTH: "open",
      DEID_KEY: "a key for measurements, of no use elsewhere",
      ...bindings,
    });
  const runtime = await fresh();
  return {
    database,
    endpoint: endpoint.url,
    url: runtime.url,
    pid: runtime.pid,
    /** Another runtime of the same worker, which nobody has asked anything yet. */
    fresh,
    stop: async () => {
      await runtime.stop();
      await endpoint.close();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Fills site 2's database with `days` days from 2022-05-10 on.
 * @returns a line that says what the rows are
 */
export async function fill(database: string, days = DAYS): Promise<string> {
  const site = findSite(2);
  if (!site) throw new Error("site 2 is not defined");
  const real = existsSync(REAL_DAY);
  await withClient(database, async (client) => {
    if (real) {
      await load(client, site, "bank", await openParquet(REAL_DAY));
      await client.query(`delete from bank where "TIMESTAMP" >= '2022-05-11T00:00+09:00'`);
    } else {
      const from = Date.parse("2022-05-10T00:00:00+09:00");
      await loadSimulation(database, site, { from, days: 1, stepSeconds: 1, seed: 1 });
    }
    const { rows } = await client.query(
      "select column_name as name from information_schema.columns where table_name = 'bank' and is_generated = 'NEVER' order by ordinal_position",
    );
    const names = rows.map(({ name }) => `"${name}"`);
    const shifted = names.map((name) =>
      name === '"TIMESTAMP"' ? `${name} + make_interval(days => d)` : name,
    );
    await client.query(
      `insert into bank (${names.join(", ")}) select ${shifted.join(", ")} from bank, generate_series(1, ${days - 1}) as d order by d, "TIMESTAMP"`,
    );
    await client.query("vacuum analyze bank");
  });
  return real
    ? `Data: the real day of site 2 (2022-05-10, banks 1 and 2) and ${days - 1} copies of it`
    : "Data: SIMULATED, because ../shared/data is not there: figures differ from those of the real day";
}
