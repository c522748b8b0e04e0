import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
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
  /** Ends the server if this call started it; a server found running is left alone. */
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
  if (!existsSync(join(data, "PG_VERSION"))) createCluster(binaries, directory, data);
  const password = readFileSync(join(directory, "password"), "utf8").trim();
  const urlAt = (port: number) => (database: string) =>
    `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  const running = runningPort(data);
  if (running && (await answers(urlAt(running)("postgres")))) {
    return { url: urlAt(running), port: running, stop: async () => {} };
  }
  const port = await freePort();
  const logFile = join(directory, "postgres.log");
  const server = startServer(binaries.postgres, data, port, logFile, { ...SETTINGS, ...settings });
  await untilReady(server, urlAt(port)("postgres"), logFile);
  return { url: urlAt(port), port, stop: () => stopServer(server) };
}

function createCluster(binaries: { initdb: string }, directory: string, data: string): void {
  const user = runAs();
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (user.uid !== undefined && user.gid !== undefined) {
    chmodSync(directory, 0o711);
    chownSync(data, user.uid, user.gid);
  }
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, randomBytes(16).toString("hex"), { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) chownSync(passwordFile, user.uid, user.gid);
  const made = spawnSync(
    binaries.initdb,
    // biome-ignore format: one flag a line reads worse
    ["-D", data, "-U", USER, "-A", "password", `--pwfile=${passwordFile}`, "--no-sync", "--locale=C", "--encoding=UTF8"],
    { ...user, encoding: "utf8", cwd: dirname(data) },
  );
  if (made.status !== 0) {
    throw new Error(
      `Postgres could not create its cluster in ${data}:\n${made.stderr || made.error}`,
    );
  }
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

function stopServer(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill("SIGINT");
  });
}

/** Port of a server that holds this cluster, as its lock file tells; undefined if there is none. */
function runningPort(data: string): number | undefined {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return undefined;
  const port = Number(readFileSync(lock, "utf8").split("\n")[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
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
