import { randomBytes } from "node:crypto";
import type pg from "pg";
import { inject } from "vitest";
import { migrate, withClient } from "../../../dev/database/migrate.ts";
import { doJobs, PRODUCT_JOBS } from "../../../dev/jobs.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import { startService } from "./service.ts";

/** The last of its days has its rows, one a second; what is known of the others are their rollups. */
export const YEAR = { first: "2025-05-10", lastDay: "2026-05-09", end: "2026-05-10" };
const ZONE = panli.timeZone;

/** The web before a bank of site 2 with a year of measurements, one a second. */
export async function openYear(): Promise<{ web: string; close: () => Promise<void> }> {
  const server = inject("server");
  const name = `year_${randomBytes(4).toString("hex")}`;
  const platform = `${name}_platform`;
  await withClient(`${server}postgres`, async (client) => {
    await client.query(`create database ${name}`);
    await client.query(`create database ${platform}`);
  });
  await migrate(`${server}${name}`, ["sites", "site-2"]);
  await migrate(`${server}${platform}`, ["platform"]);
  await withClient(`${server}${name}`, fill);
  const urls = { site: `${server}${name}`, platform: `${server}${platform}` };
  await doJobs(urls, panli, { jobs: PRODUCT_JOBS.filter((job) => job.name === "rollups") });
  await withClient(`${server}${name}`, async (client) => {
    await client.query("vacuum analyze");
  });
  const { base, stop } = await startService({
    SITE_2_DATABASE_URL: urls.site,
    PLATFORM_DATABASE_URL: urls.platform,
  });
  return {
    web: base,
    close: async () => {
      await stop();
      await withClient(`${server}postgres`, async (client) => {
        await client.query(`drop database ${name} with (force)`);
        await client.query(`drop database ${platform} with (force)`);
      });
    },
  };
}

/** A daily wave with noise; extremes lie beside the mean. */
const wave = (at: string) =>
  `(50 + 40 * sin(extract(epoch from ${at}) / 86400 * 2 * pi()) + 3 * random())`;

async function fill(client: pg.Client): Promise<void> {
  await client.query(`set timezone = '${ZONE}'`);
  await client.query(
    `select ess_ensure_month('bank', day, '${ZONE}') from generate_series('${YEAR.first}'::timestamptz, '${YEAR.end}'::timestamptz, interval '1 month') as day`,
  );
  const rows = (
    times: string,
  ) => `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC", "BANK_SOH", "BANK_POWER",
      "BANK_DC_VOLT", "BANK_DC_CURRENT", "MAX_CELL_VOLTAGE_OF_BANK", "MIN_CELL_VOLTAGE_OF_BANK",
      "MAX_CELL_TEMPERATURE_OF_BANK", "MIN_CELL_TEMPERATURE_OF_BANK")
    select at, 1, value, 98, 4 * value - 200, 800 + value, value, 3.5 + value / 200, 3.45 + value / 200,
      25 + value / 10, 22 + value / 10 from (select at, ${wave("at")} as value from ${times} as at) as made`;
  await client.query(
    rows(`generate_series('${YEAR.lastDay}'::timestamptz,
    '${YEAR.end}'::timestamptz - interval '1 second', interval '1 second')`),
  );
  await client.query(
    rows(`generate_series('${YEAR.first}'::timestamptz,
    '${YEAR.lastDay}'::timestamptz - interval '1 day', interval '1 day')`),
  );
  const columns = (
    await client.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_name = 'ess_bank_minute' order by ordinal_position`,
    )
  ).rows.map(({ name }) => name);
  const own = columns.slice(columns.indexOf("last_at") + 1);
  await client.query(`insert into ess_bank_minute select 1, 0, at, 60, 1, at, at + interval '59 seconds',
    ${own.map(minuteOf).join(", ")} from (select at, ${wave("at")} as value from generate_series('${YEAR.first}'::timestamptz,
      '${YEAR.lastDay}'::timestamptz - interval '1 minute', interval '1 minute') as at) as made`);
  for (const unit of ["hour", "day"]) {
    await client.query(`insert into ess_bank_${unit} select bank, rack, date_trunc('${unit}', at, '${ZONE}'), sum(rows),
      sum(minutes), min(first_at), max(last_at), ${own.map(summed).join(", ")} from ess_bank_minute group by 1, 2, 3`);
  }
}

/** What stands in a rollup of a minute of sixty rows. */
function minuteOf(column: string): string {
  if (column.startsWith("exsos_")) return /charge|rest/.test(column) ? "0" : "null";
  if (column.endsWith("_n")) return "60";
  const value = /soc|power|volt_|current/.test(column) ? "value" : "3.5 + value / 200";
  if (column.endsWith("_sum")) return `60 * (${value})`;
  return column.endsWith("_min") ? `(${value}) - 2` : `(${value}) + 2`;
}

const summed = (column: string): string =>
  column.endsWith("_min")
    ? `min(${column})`
    : column.endsWith("_max")
      ? `max(${column})`
      : `sum(${column})`;
