import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { withClient } from "../../../dev/database/migrate.ts";

type Database = { url: string; name: string };

/** Runs curl; its exit status and what it printed. */
export function curl(...args: string[]): {
  done: Promise<{ code: number | null; out: string }>;
  kill: () => void;
} {
  const child = spawn("curl", ["-sS", ...args]);
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      out += data.toString();
    });
  }
  const done = new Promise<{ code: number | null; out: string }>((resolve) =>
    child.once("exit", (code) => resolve({ code, out })),
  );
  return { done, kill: () => child.kill("SIGKILL") };
}

/** Questions that a database was asked so far. */
export const questionsTo = ({ url, name }: Database) =>
  withClient(url, async (client) => {
    await sleep(1200); // the server's statistics lag by up to a second
    const { rows } = await client.query(
      "select xact_commit::int as n from pg_stat_database where datname = $1",
      [name],
    );
    return rows[0].n as number;
  });

/** Ends the sessions in which a question is under way, as soon as there is one; how many there were. */
export const endSession = ({ url, name }: Database) =>
  withClient(url, async (client) => {
    let ended = 0;
    await sleep(300);
    for (let tries = 0; tries < 2000 && ended === 0; tries++) {
      const { rows } = await client.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and backend_type = 'client backend' and state = 'active' and pid <> pg_backend_pid()",
        [name],
      );
      ended = rows.length;
    }
    return ended;
  });
