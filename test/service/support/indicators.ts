import { expect } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import type { Runtime } from "../../../dev/runtime/workerd.ts";
import { createRandom } from "../../../dev/simulate/random.ts";
import { type SocpSample, socpSums } from "../../../src/domain/indicators/socp.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import type { Component } from "../../../src/site/site.ts";
import { SOCP_COLUMNS } from "../../support/columns.ts";
import { createDatabase, startWorker } from "../../support/world.ts";
import { answerOf } from "./lists.ts";

export type Item = Record<string, unknown> & { time: string };
type Cell = number | string | null;

/** A service of its own for site 2, with an empty database of its own, and what it can be filled with and asked. */
export async function indicatorsWorld(bindings: Record<string, string> = {}) {
  const database = await createDatabase("ess_site_2");
  const worker: Runtime = await startWorker({ SITE_2_DATABASE_URL: database.url, ...bindings });
  const address = (path: string) => `${worker.url}/api/ess/stats/${path}`;
  return {
    database,
    worker,
    address,
    /** Writes rows of values in the order of `columns`. */
    insert: (
      component: Component,
      columns: readonly string[],
      rows: readonly (readonly Cell[])[],
    ) => withClient(database.url, (client) => insert(client, component, columns, rows)),
    query: <R>(text: string, values: unknown[] = []) =>
      withClient(database.url, async (client) => (await client.query(text, values)).rows as R[]),
    items: async (path: string): Promise<Item[]> => {
      const { response, text, whole } = await answerOf(address(path));
      expect(response.status, whole).toBe(200);
      return JSON.parse(text) as Item[];
    },
    /** The sums of a rack's rows in [start, end), by the pure function; undefined of no rows. */
    socpSums: async (bank: number, rack: number, start: number, end: number) => {
      const columns = Object.entries(SOCP_COLUMNS).map(
        ([name, column]) => `"${column}" as "${name}"`,
      );
      const rows = await withClient(database.url, async (client) => {
        const { rows } = await client.query<SocpSample>(
          `select ${columns.join(", ")} from rack where "BANK_ID" = $1 and "RACK_ID" = $2
             and "TIMESTAMP" >= to_timestamp($3::float8 / 1e6) and "TIMESTAMP" < to_timestamp($4::float8 / 1e6)`,
          [bank, rack, start, end],
        );
        return rows;
      });
      return rows.length === 0 ? undefined : socpSums(rows, panli.cellsInSeries);
    },
    stop: async () => {
      await worker.stop();
      await database.drop();
    },
  };
}
export type IndicatorsWorld = Awaited<ReturnType<typeof indicatorsWorld>>;

type Client = Parameters<Parameters<typeof withClient>[1]>[0];

async function insert(
  client: Client,
  component: Component,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
) {
  const { rows: types } = await client.query(
    "select column_name as name, data_type as type from information_schema.columns where table_name = $1",
    [component],
  );
  const casts = columns.map(
    (name, i) => `(r->>${i})::${types.find((type) => type.name === name)?.type}`,
  );
  const json = JSON.stringify(rows);
  const time = columns.indexOf("TIMESTAMP");
  await client.query(
    `select ess_ensure_month($1, month, 'Asia/Seoul') from (select distinct date_trunc('month', (r->>$3::int)::timestamptz, 'Asia/Seoul') as month from jsonb_array_elements($2::jsonb) as r) as months`,
    [component, json, time],
  );
  await client.query(
    `insert into ${component} (${columns.map((name) => `"${name}"`).join(", ")}) select ${casts.join(", ")} from jsonb_array_elements($1::jsonb) as r`,
    [json],
  );
}

const KEY = ["TIMESTAMP", "BANK_ID", "RACK_ID"];

/** The columns that SoS and SoCP read of a rack, after its key. */
export const RACK_COLUMNS = [
  ...KEY,
  ...Object.values(SOCP_COLUMNS),
  "RACK_CELL_VOLTAGE_GAP",
  "RACK_CELL_TEMPERATURE_GAP",
];

/** What no sensor of a working battery gives. */
const BROKEN: readonly Cell[] = [null, null, "NaN", "Infinity", "-Infinity", 6553.5, -3276.8];

/**
 * Seconds of a rack from a moment (ISO text) on, by chance but always the same: all states of safety, broken
 * readings, missing seconds, and some rows between two seconds.
 */
export function unrulyRows(
  from: string,
  { seconds, bank, rack, seed }: { seconds: number; bank: number; rack: number; seed: number },
): Cell[][] {
  const random = createRandom(seed);
  const rows: Cell[][] = [];
  for (let second = 0; second < seconds; second++) {
    if (random.unit() < 0.02 || (second > 1800 && second < 2100)) continue;
    const shift = random.unit() < 0.05 ? Math.round(random.between(1, 999)) : 0;
    const time = new Date(Date.parse(from) + second * 1000 + shift).toISOString();
    const round = (value: number, decimals: number) => Number(value.toFixed(decimals));
    const [maxV, minV] = [random.between(3.9, 4.14), random.between(2.9, 3.9)].map((v) =>
      round(v, 3),
    );
    const [maxT, minT] = [random.between(30, 58), random.between(-12, 30)].map((t) => round(t, 1));
    const sample: Record<keyof SocpSample, Cell> = {
      socPercent: round(random.between(-1, 101), 1),
      currentA: round(random.unit() < 0.3 ? random.between(-3, 3) : random.between(-140, 140), 1),
      maxCellVoltageV: maxV ?? 0,
      maxCellVoltagePosition: Math.floor(random.between(0, 12)) * 20,
      minCellVoltageV: minV ?? 0,
      minCellVoltagePosition: Math.floor(random.between(1, 6)),
      maxCellTemperatureC: maxT ?? 0,
      minCellTemperatureC: minT ?? 0,
    };
    const gaps: Cell[] = [round((maxV ?? 0) - (minV ?? 0), 3), round((maxT ?? 0) - (minT ?? 0), 1)];
    const values = [...Object.values(sample), ...gaps].map((value) =>
      random.unit() < 0.03 ? (BROKEN[Math.floor(random.unit() * BROKEN.length)] ?? null) : value,
    );
    rows.push([time, bank, rack, ...values]);
  }
  return rows;
}

/** What a row of the vector is written into. */
export const SOCP_ROW = [...KEY, ...Object.values(SOCP_COLUMNS)];
