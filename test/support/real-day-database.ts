import { inject } from "vitest";
import { migrate, withClient } from "../../dev/database/migrate.ts";
import { load } from "../../dev/import/load.ts";
import { openParquet } from "../../dev/import/parquet.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { REAL_DAY } from "./real-day.ts";
import { createDatabase } from "./world.ts";

const TEMPLATE = "real_day";
/** Of no other use of advisory locks in the tests. */
const LOCK = 20_220_510;

/** A new database of site 2 with the real day's bank rows, without rollups: a copy of the first one. */
export async function createRealDayDatabase(): ReturnType<typeof createDatabase> {
  await withClient(`${inject("server")}postgres`, async (client) => {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    const { rows } = await client.query("select from pg_database where datname = $1", [TEMPLATE]);
    if (rows.length === 0) await makeTemplate((text) => client.query(text));
  });
  return createDatabase(TEMPLATE);
}

async function makeTemplate(query: (text: string) => Promise<unknown>): Promise<void> {
  const building = `${TEMPLATE}_building`;
  await query(`drop database if exists ${building}`);
  await query(`create database ${building}`);
  const url = inject("server") + building;
  await migrate(url, ["sites", "site-2"]);
  await withClient(url, async (client) => {
    await load(client, panli, "bank", await openParquet(REAL_DAY));
    await client.query("vacuum analyze bank");
  });
  await query(`alter database ${building} rename to ${TEMPLATE}`);
}
