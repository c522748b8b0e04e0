import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { Ask } from "../../src/db/client.ts";

const dialect = new PgDialect();
const asText = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig;

/** The worker's way of asking over a session of ours, for commands and tests: values arrive as text. */
export function askVia(client: pg.Client): Ask {
  const ask = async (query: SQL) => {
    const { sql, params } = dialect.sqlToQuery(query);
    return (await client.query({ text: sql, values: params, types: asText })).rows;
  };
  const text: Ask["text"] = async (query) => {
    const [row] = await ask(query);
    return { rows: Number(row?.rows), bytes: new TextEncoder().encode(row?.text ?? "") };
  };
  return Object.assign(ask, { text });
}
