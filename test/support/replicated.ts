import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runAs } from "../../dev/database/binaries.ts";
import { withClient } from "../../dev/database/migrate.ts";
import { openPostgres, type Postgres } from "../../dev/database/postgres.ts";

const SETTINGS = {
  fsync: "off",
  full_page_writes: "on",
  autovacuum: "off",
  shared_buffers: "16MB",
};

/** A Postgres and its streaming replica, which can be held back. */
export async function openReplicated() {
  const directory = mkdtempSync(join(tmpdir(), "ess-edge-replica-"));
  const [first, second] = [join(directory, "primary"), join(directory, "replica")];
  mkdirSync(first);
  spawnSync("chmod", ["711", directory]);
  const primary = await openPostgres({ directory: first, settings: SETTINGS });
  const replica = await copyOf(primary, first, second);
  const onReplica = (text: string) =>
    withClient(replica.url("postgres"), async (client) => (await client.query(text)).rows);
  return {
    primary,
    replica,
    /** What is written from now on is not seen there. */
    hold: () => onReplica("select pg_wal_replay_pause()"),
    /** Goes on, until everything written so far is seen there. */
    follow: async () => {
      const [row] = await withClient(primary.url("postgres"), async (client) => {
        const { rows } = await client.query("select pg_current_wal_flush_lsn()::text as lsn");
        return rows;
      });
      await onReplica("select pg_wal_replay_resume()");
      for (let tries = 0; tries < 400; tries++) {
        const [seen] = await onReplica(`select pg_last_wal_replay_lsn() >= '${row.lsn}' as all`);
        if (seen.all) return;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error("the replica does not follow");
    },
    stop: async () => {
      await replica.stop();
      await primary.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** As PostgreSQL's documentation makes a base backup by hand (26.3.4). */
function copyOf(primary: Postgres, from: string, to: string): Promise<Postgres> {
  return withClient(primary.url("postgres"), async (client) => {
    await client.query("select pg_backup_start('replica', true)");
    const copied = spawnSync("cp", ["-a", from, to], { encoding: "utf8" });
    if (copied.status !== 0) throw new Error(copied.stderr);
    const { rows } = await client.query("select labelfile from pg_backup_stop(false)");
    const data = join(to, "postgres");
    for (const file of ["postmaster.pid", "postmaster.opts"]) rmSync(join(data, file));
    for (const file of readdirSync(join(to, "users"))) rmSync(join(to, "users", file));
    writeFileSync(join(data, "backup_label"), rows[0].labelfile);
    writeFileSync(join(data, "standby.signal"), "");
    const { uid, gid } = runAs();
    for (const file of ["backup_label", "standby.signal"]) {
      if (uid !== undefined && gid !== undefined) chownSync(join(data, file), uid, gid);
    }
    const source = primary.url("postgres");
    return openPostgres({ directory: to, settings: { ...SETTINGS, primary_conninfo: source } });
  });
}
