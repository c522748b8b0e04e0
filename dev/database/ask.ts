import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { Ask, Row, Transact } from "../../src/store/sql/client.ts";

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

/** The worker's way of writing over a session of ours. */
export function transactVia(client: pg.Client): Transact {
  const ask = askVia(client);
  return async (statements) => {
    await client.query("begin");
    try {
      const results: Row[][] = [];
      for (const statement of statements) results.push(await ask(statement));
      await client.query("commit");
      return results;
    } catch (error) {
      await client.query("rollback").catch(() => {});
      throw error;
    }
  };
}
