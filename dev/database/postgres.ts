import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { UsageError } from "../terminal.ts";
import { postgresBinaries, runAs } from "./binaries.ts";
import { openCluster, releaseLock, runningServer, USER, wayOut } from "./cluster.ts";
import { commandOf, isAlive } from "./processes.ts";

export type Postgres = {
  /** Connection string of one database of the cluster. */
  url: (database: string) => string;
  port: number;
  /** Resolves when the server runs no more, whoever has started it. */
  ended: () => Promise<void>;
  /** Starts the server again on the same port. */
  restart: () => Promise<void>;
  /** Ends the server unless another command still uses it. */
  stop: () => Promise<void>;
};

export type Options = {
  directory: string;
  /** Extra server settings, e.g. `{ fsync: "off" }`. */
  settings?: Record<string, string>;
  /** Ends what has been started. */
  signal?: AbortSignal | undefined;
};

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
export async function openPostgres({
  directory,
  settings = {},
  signal,
}: Options): Promise<Postgres> {
  const data = join(directory, "postgres");
  const { postgres, ...binaries } = postgresBinaries();
  const password = await openCluster(binaries, directory, signal);
  const urlAt = (port: number) => (database: string) =>
    `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

  const stop = addUser(directory, data);
  const start = (port: number) =>
    startServer(postgres, data, port, { ...SETTINGS, ...settings }, urlAt(port)("postgres"));
  try {
    const running = await runningPort(data, urlAt, signal);
    const port = running ?? (await freePort());
    if (running === undefined) await start(port);
    signal?.throwIfAborted();
    return {
      url: urlAt(port),
      port,
      ended: async () => {
        const pid = runningServer(data)?.pid;
        while (pid !== undefined && isAlive(pid)) await sleep(250, undefined, { ref: false });
      },
      restart: () => start(port),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Port of a server that runs already; one that is about to end is waited for. */
async function runningPort(
  data: string,
  urlAt: (port: number) => (database: string) => string,
  signal?: AbortSignal,
): Promise<number | undefined> {
  for (let tries = 0; tries < 600; tries++) {
    const server = runningServer(data);
    if (!server) return undefined;
    signal?.throwIfAborted();
    if (server.port > 0 && (await answers(urlAt(server.port)("postgres")))) return server.port;
    await sleep(50);
  }
  throw new UsageError(
    `The Postgres in ${data} runs (process ${runningServer(data)?.pid}) but does not answer. End it, then start again`,
  );
}

/**
 * Notes that this process uses the server, whoever has started it. What it returns takes the note back and
 * ends the server if no living process uses it any more.
 */
function addUser(directory: string, data: string): () => Promise<void> {
  const users = join(directory, "users");
  mkdirSync(users, { recursive: true });
  writeFileSync(join(users, String(process.pid)), commandOf(process.pid) ?? "");
  return async () => {
    rmSync(join(users, String(process.pid)), { force: true });
    const others = readdirSync(users).filter((pid) => {
      const note = join(users, pid);
      if (readNote(note) === commandOf(Number(pid))) return true;
      rmSync(note, { force: true });
      return false;
    });
    const server = runningServer(data)?.pid;
    if (others.length > 0 || server === undefined) return;
    process.kill(server, "SIGINT");
    while (isAlive(server)) await sleep(25);
  };
}

function readNote(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it was removed in the meantime
  }
}

async function startServer(
  postgres: string,
  data: string,
  port: number,
  settings: Record<string, string>,
  url: string,
): Promise<void> {
  releaseLock(data);
  const logFile = join(data, "../postgres.log");
  const log = openSync(logFile, "a");
  const before = fstatSync(log).size;
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  // Its own process group: Ctrl-C in the terminal reaches us first, so that we end things in order.
  const server = spawn(postgres, ["-D", data, "-p", String(port), ...flags], {
    ...runAs(),
    detached: true,
    cwd: data,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  await untilReady(server, url, { logFile, before, data });
}

async function untilReady(
  server: ChildProcess,
  url: string,
  { logFile, before, data }: { logFile: string; before: number; data: string },
): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null || server.signalCode !== null) break;
    if (await answers(url)) return;
    await sleep(50);
  }
  server.kill("SIGQUIT");
  const lines = readFileSync(logFile).subarray(before).toString().trim().split("\n");
  const fatal = lines.findLast((line) => /(FATAL|PANIC):/.test(line));
  const reason = fatal?.replace(/^.*?(FATAL|PANIC): +/, "") ?? lines.join(" ").slice(-300);
  throw new UsageError(
    `Postgres did not start in ${data}: ${reason} (log: ${logFile}). ${wayOut(data)}`,
  );
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
