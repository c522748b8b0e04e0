import pg from "pg";
import { askVia, transactVia } from "../../../dev/database/ask.ts";
import type { ProtectionSample } from "../../../src/domain/events/rules.ts";
import type { Work } from "../../../src/jobs/job.ts";
import { runJobs } from "../../../src/jobs/run.ts";
import type { FlagRole, Site } from "../../../src/site/site.ts";
import { utcText } from "../../../src/time/instant.ts";
import { FLAG_COLUMNS } from "../../support/columns.ts";
import { createDatabase } from "../../support/world.ts";

export type TableRow = Record<string, string | number | null>;
export type ProtectionWorld = Awaited<ReturnType<typeof protectionWorld>>;

/** Databases of its own for a site and the platform, and sessions to them. */
export async function protectionWorld(site: Site) {
  const [database, platform] = [
    await createDatabase(`ess_site_${site.id}`),
    await createDatabase("ess_platform"),
  ];
  const [own, other] = await Promise.all([open(database.url), open(platform.url)]);
  const work: Work = {
    site,
    ask: askVia(own),
    transact: transactVia(own),
    platform: { ask: askVia(other), transact: transactVia(other) },
    now: Date.now(),
  };
  return {
    site,
    database,
    platform,
    client: own,
    platformClient: other,
    work,
    /** Rows as the database has them, written or corrected by their key. */
    write: async (component: "bank" | "rack", rows: readonly TableRow[]) => {
      if (rows.length === 0) return;
      const names = [...new Set(rows.flatMap(Object.keys))].map((name) => `"${name}"`);
      const key =
        component === "rack" ? `"BANK_ID", "RACK_ID", "TIMESTAMP"` : `"BANK_ID", "TIMESTAMP"`;
      const text = JSON.stringify(rows);
      const source = `jsonb_populate_recordset(null::${component}, $1::jsonb)`;
      await own.query(
        `select ess_ensure_month('${component}', "TIMESTAMP", '${site.timeZone}') from ${source}`,
        [text],
      );
      await own.query(
        `insert into ${component} (${names}) select ${names} from ${source}
         on conflict (${key}) do update set (${names}) = row(${names.map((name) => `excluded.${name}`)})`,
        [text],
      );
    },
    /** Does all that is due. */
    settle: async (part: Partial<Work> = {}) => {
      const outcome = await runJobs([{ ...work, ...part }], {
        until: Number.POSITIVE_INFINITY,
        steps: Number.POSITIVE_INFINITY,
      });
      if (outcome.failed[0]) throw outcome.failed[0].error;
      return outcome;
    },
    close: async () => {
      await Promise.all([own.end(), other.end()]);
      await Promise.all([database.drop(), platform.drop()]);
    },
  };
}

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
}

const COLUMNS: Partial<Record<keyof ProtectionSample, string>> = {
  maxCellVoltageV: "RACK_MAX_CELL_VOLTAGE",
  maxCellVoltagePosition: "RACK_MAX_CELL_VOLTAGE_POSITION",
  minCellVoltageV: "RACK_MIN_CELL_VOLTAGE",
  cellVoltageGapV: "RACK_CELL_VOLTAGE_GAP",
  currentA: "RACK_CURRENT",
  maxCellTemperatureC: "RACK_MAX_CELL_TEMPERATURE",
  minCellTemperatureC: "RACK_MIN_CELL_TEMPERATURE",
  chargeSensor: "RACK_CURRENT_SENSOR_CHARGE",
};

/** A sample as a row of the rack table. */
export const rackRow = (sample: ProtectionSample, rack = 1, bank = 1): TableRow => ({
  BANK_ID: bank,
  RACK_ID: rack,
  TIMESTAMP: utcText(sample.timeMicros),
  ...Object.fromEntries(
    Object.entries(sample.flags).map(([role, value]) => [
      FLAG_COLUMNS[role as FlagRole],
      value as TableRow[string],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(COLUMNS).map(([key, name]) => [
      name,
      (sample[key as keyof ProtectionSample] as number | null | undefined) ?? null,
    ]),
  ),
});
