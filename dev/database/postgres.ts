import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import pg from "pg";
import { postgresBinaries, runAs } from "./binaries.ts";

export type Postgres = {
  /** Connection string of one database of the cluster. */
  url: (database: string) => string;
  port: number;
  /** Ends the server unless another command still uses it. */
  stop: () => Promise<void>;
};

type Options = {
  directory: string;
  /** Extra server settings, e.g. `{ fsync: "off" }`. */
  settings?: Record<string, string>;
};

const USER = "ess";

const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  timezone: "UTC",
  max_connections: "100",
  shared_buffers: "256MB",
  max_wal_size: "4GB",
  wal_compression: "on",
  log_min_messages: "warning",
};

/**
 * The embedded Postgres whose cluster lives in `directory`: created if absent, started if not running.
 * A server that another command has started already is used as it is.
 */
export async function openPostgres({ directory, settings = {} }: Options): Promise<Postgres> {
  const data = join(directory, "postgres");
  const binaries = postgresBinaries();
  if (!existsSync(data)) createCluster(binaries, directory, data);
  const password = readFileSync(join(directory, "password"), "utf8").trim();
  const urlAt = (port: number) => (database: string) =>
    `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  const running = lockOf(data)?.port;
  const stop = addUser(directory, data);
  if (running && (await answers(urlAt(running)("postgres")))) {
    return { url: urlAt(running), port: running, stop };
  }
  const port = await freePort();
  const logFile = join(directory, "postgres.log");
  const server = startServer(binaries.postgres, data, port, logFile, { ...SETTINGS, ...settings });
  await untilReady(server, urlAt(port)("postgres"), logFile);
  return { url: urlAt(port), port, stop };
}

/**
 * Notes that this process uses the server, whoever has started it. What it returns takes the note back and
 * ends the server if no living process uses it any more.
 */
function addUser(directory: string, data: string): () => Promise<void> {
  const users = join(directory, "users");
  mkdirSync(users, { recursive: true });
  writeFileSync(join(users, String(process.pid)), "");
  return async () => {
    rmSync(join(users, String(process.pid)), { force: true });
    const others = readdirSync(users).filter((pid) => {
      if (isAlive(Number(pid))) return true;
      rmSync(join(users, pid), { force: true });
      return false;
    });
    const server = lockOf(data)?.pid;
    if (others.length > 0 || server === undefined) return;
    process.kill(server, "SIGINT");
    while (isAlive(server)) await new Promise((resolve) => setTimeout(resolve, 25));
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function createCluster(binaries: { initdb: string }, directory: string, data: string): void {
  const user = runAs();
  // Under another name until it is whole: what is interrupted is begun anew.
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) {
    chmodSync(directory, 0o711);
    chownSync(unfinished, user.uid, user.gid);
  }
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, randomBytes(16).toString("hex"), { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const made = spawnSync(
    binaries.initdb,
    // biome-ignore format: one flag a line reads worse
    ["-D", unfinished, "-U", USER, "-A", "password", `--pwfile=${passwordFile}`, "--no-sync", "--locale=C", "--encoding=UTF8"],
    { ...user, encoding: "utf8", cwd: dirname(data) },
  );
  if (made.status !== 0) {
    throw new Error(
      `Postgres could not create its cluster in ${data}:\n${made.stderr || made.error}`,
    );
  }
  renameSync(unfinished, data);
}

function startServer(
  postgres: string,
  data: string,
  port: number,
  logFile: string,
  settings: Record<string, string>,
): ChildProcess {
  const log = openSync(logFile, "a");
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Its own process group: Ctrl-C in the terminal reaches us first, so that we end things in order.
  const server = spawn(postgres, ["-D", data, "-p", String(port), ...flags], {
    ...runAs(),
    detached: true,
    cwd: data,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  return server;
}

async function untilReady(server: ChildProcess, url: string, logFile: string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) break;
    if (await answers(url)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.kill("SIGQUIT");
  const log = readFileSync(logFile, "utf8").split("\n").slice(-15).join("\n");
  throw new Error(`Postgres did not start. The end of ${logFile}:\n${log}`);
}

/** Process and port of a server that holds this cluster, as its lock file tells; undefined if there is none. */
function lockOf(data: string): { pid: number; port: number } | undefined {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return undefined;
  const lines = readFileSync(lock, "utf8").split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && port > 0 && isAlive(pid) ? { pid, port } : undefined;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("no port")),
      );
    });
  });
}
