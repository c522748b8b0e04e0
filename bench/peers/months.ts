import pg from "pg";
import { migrate, withClient } from "../../dev/database/migrate.ts";
import { loadSimulation } from "../../dev/import/simulation.ts";
import { panli } from "../../src/site/registry/2-panli.ts";

const LAST = Date.parse("2022-05-10T00:00:00+09:00");

/**
 * Creates a database of site 2 with a number of monthly bank partitions: the same day in each month.
 * @returns its connection string
 */
export async function fillMonths(
  url: (database: string) => string,
  months: number,
): Promise<string> {
  const name = `months_${months}`;
  const database = url(name);
  await withClient(url("postgres"), (client) =>
    client.query(`create database ${pg.escapeIdentifier(name)}`),
  );
  await migrate(database, ["sites", "site-2"]);
  await loadSimulation(database, panli, { from: LAST, days: 1, stepSeconds: 60, seed: 1 });
  await withClient(database, async (client) => {
    const earlier = `generate_series(1, ${months - 1}) as m`;
    await client.query(
      `select ess_ensure_month('bank', timestamptz '2022-05-10T00:00+09:00' - make_interval(months => m), 'Asia/Seoul') from ${earlier}`,
    );
    const { rows } = await client.query(
      "select column_name as name from information_schema.columns where table_name = 'bank' and is_generated = 'NEVER' order by ordinal_position",
    );
    const names = rows.map((row) => pg.escapeIdentifier(row.name));
    const values = names.map((column) =>
      column === '"TIMESTAMP"' ? `${column} - make_interval(months => m)` : column,
    );
    await client.query(
      `insert into bank (${names.join(", ")}) select ${values.join(", ")} from bank, ${earlier}`,
    );
    await client.query("vacuum analyze");
  });
  return database;
}
