import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { parquetWriteFile } from "hyparquet-writer";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { withClient } from "../../../dev/database/migrate.ts";
import { openCsv } from "../../../dev/import/csv.ts";
import { load, type Summary } from "../../../dev/import/load.ts";
import { openParquet } from "../../../dev/import/parquet.ts";
import { panli } from "../../../src/site/registry/2-panli.ts";
import type { Component } from "../../../src/site/site.ts";
import { createDatabase } from "../../support/world.ts";

type Field = string | number | null;
export type Table = { header: readonly string[]; rows: readonly (readonly Field[])[] };

/** A database of site 2 and a folder for files; empty at the start of each test. */
export function workplace() {
  const folder = mkdtempSync(join(tmpdir(), "ess-edge-import-"));
  let database: Awaited<ReturnType<typeof createDatabase>> | undefined;
  const url = () => {
    if (!database) throw new Error("the database is there only while tests run");
    return database.url;
  };
  const query = (text: string) =>
    withClient(url(), async (client) => (await client.query(text)).rows);

  beforeAll(async () => {
    database = await createDatabase("ess_site_2");
  });
  beforeEach(async () => {
    await query("truncate bank, rack, pcs, etc");
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await database?.drop();
  });

  return {
    url,
    query,
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    /** Writes a table as the file's name asks for: .csv, .csv.gz or .parquet. */
    write(name: string, table: Table): string {
      const path = join(folder, name);
      if (name.endsWith(".parquet"))
        parquetWriteFile({ filename: path, columnData: toData(table) });
      else writeFileSync(path, name.endsWith(".gz") ? gzipSync(toCsv(table)) : toCsv(table));
      return path;
    },
    import: (path: string, component: Component = "bank"): Promise<Summary> =>
      withClient(url(), (client) => importFile(client, path, component)),
    /** Everything that an import could change, partitions included. */
    async state() {
      const partitions = await query(
        "select inhrelid::regclass::text as name from pg_inherits order by 1",
      );
      const tables = await query(
        ["bank", "rack", "pcs", "etc"]
          .map(
            (t) =>
              `select '${t}' as t, count(*), md5(string_agg(x::text, ';' order by x::text)) from ${t} x`,
          )
          .join(" union all "),
      );
      return { partitions: partitions.map(({ name }) => name), tables };
    },
  };
}

async function importFile(
  client: Parameters<typeof load>[0],
  path: string,
  component: Component,
): Promise<Summary> {
  const source = path.endsWith(".parquet") ? await openParquet(path) : await openCsv(path);
  return load(client, panli, component, source);
}

export const toCsv = ({ header, rows }: Table): string =>
  [header, ...rows].map((fields) => `${fields.map(csvField).join(",")}\n`).join("");

const csvField = (field: Field): string => {
  const text = String(field ?? "");
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

const toData = ({ header, rows }: Table) =>
  header.map((name, i) => ({ name, data: rows.map((row) => row[i] ?? null) }));

/** `2022-05-10 00:00:00` and on, a second apart. */
export const timeOf = (second: number): string =>
  new Date(Date.UTC(2022, 4, 10) + second * 1000).toISOString().slice(0, 19).replace("T", " ");

const FLAGS = "{'rack1': 0, 'rack2': 1}";

/** A few columns of bank 1 of site 2, one of each type, with a value missing here and there. */
export const bankTable = (rows: number, changes: { soc?: number; from?: number } = {}): Table => ({
  header: [
    "TIMESTAMP",
    "BANK_ID",
    "BANK_SOC",
    "BATTERY_STATUS_FOR_RUN",
    "MASTER_RACK_COMMUNICATION_FAULT",
  ],
  rows: Array.from({ length: rows }, (_, i) => [
    timeOf((changes.from ?? 0) + i),
    1,
    i % 5 === 4 ? null : (changes.soc ?? 50) + i / 8,
    i % 7 === 6 ? null : i % 2,
    i % 3 === 2 ? null : FLAGS,
  ]),
});

/** The same table with its columns' names in lower case. */
export const lowerCase = ({ header, rows }: Table): Table => ({
  header: header.map((name) => name.toLowerCase()),
  rows,
});
