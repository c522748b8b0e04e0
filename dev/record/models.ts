import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { withClient } from "../database/migrate.ts";

const TABLES = ["forecast_target", "forecast_version"];

/** Loads the models of a file into the platform database; false if the file is missing. */
export async function restoreModels(database: string, file: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  const tables: Record<string, unknown> = JSON.parse(readFileSync(file, "utf8"));
  await withClient(database, async (client) => {
    for (const table of TABLES) {
      await client.query(
        `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
        [JSON.stringify(tables[table])],
      );
    }
  });
  return true;
}

export async function saveModels(database: string, file: string): Promise<void> {
  const tables: Record<string, unknown> = {};
  await withClient(database, async (client) => {
    for (const table of TABLES) {
      const { rows } = await client.query(
        `select coalesce(json_agg(t), '[]') as all from ${table} as t`,
      );
      tables[table] = rows[0].all;
    }
  });
  writeFileSync(file, JSON.stringify(tables));
}
