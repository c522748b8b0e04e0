import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

export type Process = { url: string; stop: () => Promise<void> };

/** Starts a server of this folder in a process of its own; the server sends its address to its parent. */
export async function startProcess(file: string, settings: object): Promise<Process> {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(settings)]);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await Promise.race([
    new Promise<string>((resolve) => child.once("message", (message) => resolve(String(message)))),
    ended.then(() => Promise.reject(new Error(`${file} ended before it listened`))),
  ]);
  return { url, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill();
  await ended;
}
