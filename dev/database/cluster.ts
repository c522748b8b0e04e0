import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../terminal.ts";
import { runAs } from "./binaries.ts";
import { commandOf } from "./processes.ts";

export const USER = "ess";

/** Version of the embedded Postgres, which package.json pins. */
const MAJOR = "18";

/**
 * The cluster's password; the cluster is created if absent.
 * @throws {UsageError} where `data` cannot be used, with the way out
 */
export async function openCluster(
  { initdb }: { initdb: string },
  directory: string,
  signal?: AbortSignal,
): Promise<string> {
  const data = join(directory, "postgres");
  const passwordFile = join(directory, "password");
  try {
    mkdirSync(directory, { recursive: true });
    // An empty folder holds nothing that could be lost.
    if (existsSync(data) && readdirSync(data).length === 0) rmdirSync(data);
    if (!existsSync(data)) await createCluster(initdb, { directory, data, passwordFile }, signal);
    checkVersion(data);
    return readFileSync(passwordFile, "utf8").trim();
  } catch (error) {
    throw explained(error as Error, directory, data);
  }
}

function checkVersion(data: string): void {
  const version = readFileSync(join(data, "PG_VERSION"), "utf8").trim();
  if (version !== MAJOR) {
    throw new UsageError(
      `The database in ${data} was made by Postgres ${version || "(PG_VERSION is empty)"}, but this version runs Postgres ${MAJOR}. ${wayOut(data)}`,
    );
  }
  const owner = runAs().uid ?? process.getuid?.();
  if (owner !== undefined && statSync(data).uid !== owner) {
    throw new UsageError(
      `The database in ${data} belongs to another user. Start as that user, or use another folder: ESS_DATA=/path npm start`,
    );
  }
}

/** Any other folder is left unchanged. */
export const wayOut = (data: string): string =>
  `To start with a new database, move it away: mv '${data}' '${data}.old'`;

function explained(
  error: Error & { code?: string; path?: string },
  directory: string,
  data: string,
) {
  const { code, path } = error;
  if (code === "ENOENT" && path) {
    return new UsageError(
      `The database in ${data} is damaged: ${path.slice(directory.length + 1)} is missing. ${wayOut(data)}`,
    );
  }
  if (["EACCES", "EPERM", "ENOTDIR", "EEXIST"].includes(code ?? "")) {
    return new UsageError(
      `${path ?? directory} cannot be used (${code}). Give yourself access to it, or use another folder: ESS_DATA=/path npm start`,
    );
  }
  return error;
}

type Places = { directory: string; data: string; passwordFile: string };

async function createCluster(
  initdb: string,
  { directory, data, passwordFile }: Places,
  signal?: AbortSignal,
): Promise<void> {
  const user = runAs();
  // Under another name until it is complete: what is interrupted is begun again.
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, randomBytes(16).toString("hex"), { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    chmodSync(directory, 0o711);
    chownSync(unfinished, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const child = spawn(
    initdb,
    // biome-ignore format: one flag a line reads worse
    ["-D", unfinished, "-U", USER, "-A", "password", `--pwfile=${passwordFile}`, "--no-sync", "--locale=C", "--encoding=UTF8"],
    { ...user, cwd: dirname(data), stdio: ["ignore", "ignore", "pipe"], detached: true },
  );
  const end = () => child.pid && process.kill(-child.pid, "SIGKILL");
  signal?.addEventListener("abort", end, { once: true });
  let told = "";
  child.stderr.on("data", (text) => {
    told += text;
  });
  const code = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", resolve);
  });
  signal?.removeEventListener("abort", end);
  signal?.throwIfAborted();
  if (code !== 0)
    throw new Error(`Postgres could not create its cluster in ${data}:\n${told || code}`);
  renameSync(unfinished, data);
}

/** Process and port of a server that runs on this cluster, as its lock file says; undefined if there is none. */
export function runningServer(data: string): { pid: number; port: number } | undefined {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return undefined;
  const lines = readFileSync(lock, "utf8").split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 && commandOf(pid)?.includes(`-D ${data}`) ? { pid, port } : undefined;
}

/** Larger than the id of any process. */
const NOBODY = 2_147_483_647;

/**
 * Postgres refuses to start while the process that its lock file names is alive, though another one may have that id
 * by now. The rest of the file stays: by it Postgres finds out whether a process of a killed server still writes.
 */
export function releaseLock(data: string): void {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock) || runningServer(data)) return;
  const [, ...rest] = readFileSync(lock, "utf8").split("\n");
  writeFileSync(lock, [NOBODY, ...rest].join("\n"));
}
