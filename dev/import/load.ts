import { once } from "node:events";
import { sql } from "drizzle-orm";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Flaw, readHeader, readRow } from "../../src/ingest/reading.ts";
import type { Column, ColumnType, Component, Site } from "../../src/site/site.ts";
import { askFacts } from "../../src/store/rows/facts.ts";
import { ensureMonths, lockComponent, mergeInto } from "../../src/store/rows/merge.ts";
import { askVia } from "../database/ask.ts";
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
  now = Date.now(),
): Promise<Summary> {
  const header = readHeader(site, component, source.header);
  if ("flaws" in header) throw new ImportError(describe(source.name, 1, header.flaws));
  await client.query("begin");
  try {
    const rows = await stage(client, site, header.columns, component, source, onProgress, now);
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
  now: number,
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
        const row = readRow(columns, raw, site, component, { now });
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
  const place = { site, component };
  const ask = askVia(client);
  await client.query("analyze staging");
  await ask(lockComponent(place)); // before the months: it is for them too
  const facts = await askFacts(ask, place);
  if (facts.hasMonths) {
    const time = sql.identifier("TIMESTAMP");
    const source = sql`staging group by date_trunc('month', ${time} at time zone ${site.timeZone}::text)`;
    await ask(ensureMonths(place, sql`min(${time})`, source));
  }
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  );
  const given = sql`select ${names}, ess_row from staging`;
  const [counts] = await ask(
    sql`with ${mergeInto(place, columns, given, facts)} select * from counts`,
  );
  const count = (name: string) => Number(counts?.[name]);
  return {
    rows,
    inserted: count("inserted"),
    updated: count("updated"),
    unchanged: count("unchanged"),
    repeated: rows - count("keys"),
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
  flaws
    .map(({ field, reason }) => `${name}, line ${line}, column ${field}: ${reason.en}`)
    .join("\n");
