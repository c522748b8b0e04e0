import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError } from "../terminal.ts";

/** Paths of sockets may not be longer, on macOS. */
const LONGEST = 100;

/**
 * Makes this process the only `npm start` on a data folder. The lock is a listening socket, which ends with its
 * process however that ends: no process id that another process may have by now.
 * @throws {UsageError} naming the process and port that run already
 */
export async function lockFolder(folder: string, port: number): Promise<{ release: () => void }> {
  const path = socketOf(resolve(folder));
  let server = await listen(path, port);
  if (!server) {
    const holder = await askHolder(path);
    if (holder) {
      throw new UsageError(
        `npm start already runs on ${folder}: process ${holder.pid}, port ${holder.port}. Stop it (kill ${holder.pid}), or start on another folder and port: ESS_DATA=/path PORT=${port + 1} npm start`,
      );
    }
    rmSync(path, { force: true }); // left by a process that was killed
    server = await listen(path, port);
  }
  if (!server) throw new UsageError(`Another npm start is starting on ${folder}`);
  return { release: () => server.close() };
}

function socketOf(folder: string): string {
  const inside = join(folder, "start.sock");
  if (inside.length <= LONGEST) return inside;
  const id = createHash("sha256").update(folder).digest("hex").slice(0, 12);
  return join(tmpdir(), `ess-edge-${id}.sock`);
}

/** Undefined if the address is taken. */
function listen(path: string, port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const text = JSON.stringify({ pid: process.pid, port });
    const server = createServer((socket) => socket.on("error", () => {}).end(text));
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server.unref()));
  });
}

function askHolder(path: string): Promise<{ pid: number; port: number } | undefined> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(path);
    socket.once("error", () => resolve(undefined));
    socket.on("data", (data) => {
      text += data;
    });
    socket.once("end", () => resolve(JSON.parse(text)));
  });
}
