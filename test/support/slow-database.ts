import { type AddressInfo, createServer } from "node:net";
import { withClient } from "../../dev/database/migrate.ts";

/** Fills the bank table of a migrated site-2 database with `rows` seconds of one bank from 2022-05-10 on. */
export const fillBank = (url: string, rows: number): Promise<void> =>
  withClient(url, async (client) => {
    await client.query(
      "select ess_ensure_month('bank', t, 'Asia/Seoul') from generate_series('2022-05-15'::timestamptz, '2022-05-15'::timestamptz + make_interval(secs => $1), '20 days') as t",
      [rows],
    );
    await client.query(
      `insert into bank ("TIMESTAMP", "BANK_ID", "BANK_SOC", "BANK_DC_VOLT", "MASTER_RACK_COMMUNICATION_FAULT")
       select '2022-05-10T00:00+09:00'::timestamptz + make_interval(secs => s), 1, s % 100, 800 + s % 7, repeat('{"rack1":0}', 1)
       from generate_series(0, $1 - 1) as s`,
      [rows],
    );
    await client.query("vacuum analyze bank");
  });

/** Replaces the bank table by a view in which reading BANK_SOC of a row takes a millisecond. */
export const slowDownBank = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rows } = await client.query(
      "select column_name as name from information_schema.columns where table_name = 'bank' order by ordinal_position",
    );
    // Called stable, so that only the rows which are read pay for it.
    await client.query(
      "create function slowly(value float8) returns float8 language plpgsql stable as 'begin perform pg_sleep(0.001); return value; end'",
    );
    const slow = `slowly("BANK_SOC") as "BANK_SOC"`;
    const columns = rows.map(({ name }) => (name === "BANK_SOC" ? slow : `"${name}"`));
    await client.query(
      `alter table bank rename to fast_bank; create view bank as select ${columns.join(", ")} from fast_bank`,
    );
  });

/** Takes connections and never answers, as a host behind a dead link does. */
export async function blackHole(): Promise<{ url: string; close: () => void }> {
  const sockets = new Set<{ destroy: () => void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sql`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
