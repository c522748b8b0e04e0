import { execFile, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

/** Medians of two ways measured in turn, so that a machine that changes its speed changes both. */
export async function inTurn(
  rounds: number,
  a: () => Promise<number>,
  b: () => Promise<number>,
): Promise<{ a: number; b: number; ratio: number }> {
  const pairs: [number, number][] = [];
  await a();
  await b();
  for (let i = 0; i < rounds; i++) pairs.push([await a(), await b()]);
  return {
    a: median(pairs.map(([x]) => x)),
    b: median(pairs.map(([, y]) => y)),
    ratio: median(pairs.map(([x, y]) => x / y)),
  };
}

const execFileAsync = promisify(execFile);

/** Downloads with curl, a client that costs this process nothing. */
export async function curl(url: string): Promise<void> {
  await execFileAsync("curl", ["-sSf", "-o", "/dev/null", url]);
}

/** Bytes of an answer. */
export async function bytesOf(url: string): Promise<number> {
  const flags = ["-sSf", "-o", "/dev/null", "-w", "%{size_download}", url];
  return Number((await execFileAsync("curl", flags)).stdout);
}

/** Seconds until the first row of a CSV file has arrived, the line after its header. */
export async function secondsToFirstRow(url: string): Promise<number> {
  const client = spawn("curl", ["-sSfN", url], { stdio: ["ignore", "pipe", "ignore"] });
  return secondsOf(async () => {
    let text = "";
    for await (const data of client.stdout) {
      text += data;
      if (text.split("\r\n").length > 2) break; // header, row, and what follows
    }
    client.kill();
  });
}

/** Resident memory of a process, MiB. */
export function residentMiB(pid: number): number {
  const match = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1]) / 1024;
}

/** Processor time that a process has used, seconds. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100; // user and system, in ticks of 10 ms
}

/** Highest resident memory of `pid` while curl downloads, MiB; `seconds` ends a slow one early. */
export async function peakDuring(
  pid: number,
  url: string,
  { limitRate, seconds }: { limitRate?: string; seconds?: number } = {},
): Promise<number> {
  const flags = limitRate ? ["--limit-rate", limitRate] : [];
  const client = spawn("curl", ["-sS", "-o", "/dev/null", ...flags, url], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => client.once("exit", () => resolve()));
  let peak = residentMiB(pid);
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentMiB(pid));
  }, 20);
  const limit = seconds && setTimeout(() => client.kill(), seconds * 1000);
  await ended;
  clearInterval(sampling);
  if (limit) clearTimeout(limit);
  return peak;
}

/** Tells whether a figure keeps its bound; one that does not makes the command fail. */
export function report(
  what: string,
  value: number,
  bound: number,
  unit: string,
  note: string,
  side: "at most" | "at least" = "at most",
): void {
  const holds = side === "at most" ? value <= bound : value >= bound;
  if (!holds) process.exitCode = 1;
  console.log(
    `${holds ? "holds " : "MISSED"} ${what}: ${value.toFixed(2)}${unit} (${side} ${Number(bound.toFixed(2))}${unit}); ${note}`,
  );
}

export const ms = (seconds: number) => `${(seconds * 1000).toFixed(1)} ms`;
