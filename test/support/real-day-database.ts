import { migrate, withClient } from "../../dev/database/migrate.ts";
import { load } from "../../dev/import/load.ts";
import { openParquet } from "../../dev/import/parquet.ts";
import { panli } from "../../src/site/registry/2-panli.ts";
import { REAL_DAY } from "./real-day.ts";
import { createDatabase } from "./world.ts";

/** A new database of site 2 with the real day's bank rows, without rollups. */
export async function createRealDayDatabase(): ReturnType<typeof createDatabase> {
  const database = await createDatabase();
  await migrate(database.url, ["sites", "site-2"]);
  await withClient(database.url, async (client) => {
    await load(client, panli, "bank", await openParquet(REAL_DAY));
    await client.query("vacuum analyze bank");
  });
  return database;
}
