import { once } from "node:events";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Flaw, readHeader, readRow } from "../../src/sites/reading.ts";
import {
  type Column,
  type ColumnType,
  type Component,
  KEYS,
  type Site,
} from "../../src/sites/site.ts";
import { ImportError, type Source } from "./source.ts";

export type Summary = {
  rows: number;
  inserted: number;
  updated: number;
  unchanged: number;
  /** Rows of the source whose key comes again later in it: they were not written. */
  repeated: number;
};

/**
 * Writes a source into the component's table, all or nothing. Rows with a key that is there already are
 * updated where a value differs; of two rows with one key in the source the later one counts.
 * @throws {ImportError} if the source has a flaw; the database is then as it was
 */
export async function load(
  client: pg.Client,
  site: Site,
  component: Component,
  source: Source,
  onProgress: (rows: number) => void = () => {},
  onRead: () => void = () => {},
): Promise<Summary> {
  const header = readHeader(site, component, source.header);
  if ("flaws" in header) throw new ImportError(describe(source.name, 1, header.flaws));
  await client.query("begin");
  try {
    const rows = await stage(client, site, header.columns, component, source, onProgress);
    onRead();
    const summary = await merge(client, site, component, header.columns, rows);
    await client.query("commit");
    return summary;
  } catch (error) {
    // Where the connection is gone there is nothing to roll back, and the first error is the one to tell.
    await client.query("rollback").catch(() => {});
    throw error;
  }
}

async function stage(
  client: pg.Client,
  site: Site,
  columns: readonly Column[],
  component: Component,
  source: Source,
  onProgress: (rows: number) => void,
): Promise<number> {
  const list = columns.map(({ name }) => `"${name}"`).join(", ");
  await client.query(
    `create temp table staging on commit drop as select 0::bigint as ess_row, ${list} from ${component} where false`,
  );
  const copy = client.query(copyFrom(`copy staging (ess_row, ${list}) from stdin`));
  // Without a listener a broken connection would end the process before the await below sees it.
  const failed = once(copy, "error").then(([error]) => Promise.reject(error));
  let fault: unknown;
  failed.catch((error) => {
    fault = error;
  });
  let rows = 0;
  try {
    for await (const batch of source.batches) {
      const text = batch.rows.map((raw, i) => {
        const row = readRow(columns, raw, site, component);
        if ("flaws" in row)
          throw new ImportError(describe(source.name, batch.firstLine + i, row.flaws));
        rows++;
        return `${rows}\t${row.values.map((value, k) => copyText(value, columns[k]?.type)).join("\t")}\n`;
      });
      if (!copy.write(text.join(""))) await Promise.race([once(copy, "drain"), failed]);
      onProgress(rows);
    }
  } catch (error) {
    if (fault) throw fault; // the server ended the COPY: there is nobody to tell
    copy.destroy(error as Error);
    await once(copy, "close").catch(() => {}); // the server's word that it ends the COPY, as it was told
    throw error;
  }
  copy.end();
  await Promise.race([once(copy, "finish"), failed]);
  return rows;
}

async function merge(
  client: pg.Client,
  site: Site,
  component: Component,
  columns: readonly Column[],
  rows: number,
): Promise<Summary> {
  const key = KEYS[component].map((name) => `"${name}"`);
  const all = columns.map(({ name }) => `"${name}"`);
  const values = all.filter((name) => !key.includes(name));
  await client.query("analyze staging");
  // Before the months: two imports that make several of them in another order would wait for each other.
  await client.query("select pg_advisory_xact_lock(hashtext('ess_import'), hashtext($1))", [
    component,
  ]);
  await client.query(
    `select ess_ensure_month($1, min("TIMESTAMP"), $2) from staging group by date_trunc('month', "TIMESTAMP" at time zone $2)`,
    [component, site.timeZone],
  );
  const found = await client.query(
    `select count(*) as keys, count(*) filter (
       where not exists (select from ${component} as t where ${key.map((k) => `t.${k} = s.${k}`).join(" and ")})
     ) as missing from (select distinct ${key.join(", ")} from staging) as s`,
  );
  const written = await client.query(
    `insert into ${component} as t (${all.join(", ")})
     select distinct on (${key.join(", ")}) ${all.join(", ")} from staging order by ${key.join(", ")}, ess_row desc
     on conflict (${key.join(", ")}) ${
       values.length === 0
         ? "do nothing"
         : `do update set ${values.map((v) => `${v} = excluded.${v}`).join(", ")}
            where (${values.map((v) => `t.${v}`).join(", ")}) is distinct from (${values.map((v) => `excluded.${v}`).join(", ")})`
     }`,
  );
  const [keys, inserted] = [Number(found.rows[0].keys), Number(found.rows[0].missing)];
  const changed = written.rowCount ?? 0;
  return {
    rows,
    inserted,
    updated: changed - inserted,
    unchanged: keys - changed,
    repeated: rows - keys,
  };
}

/** Text of a value in COPY's text format. */
function copyText(value: string | null, type?: ColumnType): string {
  if (value === null) return "\\N";
  if (type !== "text") return value;
  return value.replace(
    /[\\\t\n\r]/g,
    (c) => ({ "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" })[c] ?? c,
  );
}

const describe = (name: string, line: number, flaws: readonly Flaw[]): string =>
  flaws.map(({ field, reason }) => `${name}, line ${line}, column ${field}: ${reason}`).join("\n");
