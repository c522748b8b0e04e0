import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openLocalDatabases } from "../../../dev/database/local.ts";
import { withClient } from "../../../dev/database/migrate.ts";
import { freePort } from "../../../dev/database/postgres.ts";
import { commandOf, isAlive } from "../../../dev/database/processes.ts";
import { ROOT } from "../../../dev/settings.ts";
import { sites } from "../../../src/site/registry/registry.ts";

const folder = mkdtempSync(join(tmpdir(), "ess-edge-start-"));
const running = new Set<Run>();

/** A row in every site: then none is filled with simulated data. */
beforeAll(async () => {
  const postgres = await openLocalDatabases({ directory: folder, settings: { fsync: "off" } });
  for (const { id } of sites) {
    await withClient(postgres.url(`ess_site_${id}`), async (client) => {
      await client.query("select ess_ensure_month('etc', '2026-01-05T00:00Z', 'Asia/Seoul')");
      await client.query(`insert into etc ("TIMESTAMP") values ('2026-01-05T00:00Z')`);
    });
  }
  await postgres.stop();
});
afterAll(async () => {
  for (const run of running) run.child.kill("SIGTERM");
  await Promise.all([...running].map((run) => run.ended));
  rmSync(folder, { recursive: true, force: true });
});

type Run = {
  child: ChildProcess;
  port: number;
  out: () => string;
  says: (text: string | RegExp) => Promise<void>;
  ended: Promise<number | null>;
};

async function run(command: string[], settings: Record<string, string> = {}): Promise<Run> {
  const port = await freePort();
  const { npm_lifecycle_event: _, ...environment } = process.env;
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...environment, ESS_DATA: folder, PORT: String(port), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      out += data.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const says = async (text: string | RegExp) => {
    const isThere = () => (typeof text === "string" ? out.includes(text) : text.test(out));
    for (let tries = 0; tries < 600 && !isThere(); tries++) {
      if (child.exitCode !== null && !isThere()) break;
      await sleep(100);
    }
    if (!isThere()) throw new Error(`never said ${text}:\n${out}`);
  };
  const made = { child, port, out: () => out, says, ended };
  running.add(made);
  ended.then(() => running.delete(made));
  return made;
}

const START = ["node", "dev/run.mjs", "start"];
const KEYS = "/api/ess/keys/";

function ask(port: number, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once("error", reject).end();
  });
}

/** Processes that a run has started, by what their command lines or working files name. */
function processesOf(root: number): number[] {
  const children = (pid: number): number[] => {
    try {
      return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").map(Number);
    } catch {
      return [];
    }
  };
  const below = children(root).filter((pid) => pid > 0);
  return [...below, ...below.flatMap(processesOf)];
}

const postmaster = (): number =>
  Number(readFileSync(join(folder, "postgres/postmaster.pid"), "utf8").split("\n")[0]);

async function expectGone(pids: readonly number[]): Promise<void> {
  const left = () => pids.filter((pid) => isAlive(pid) && commandOf(pid) !== undefined);
  for (let tries = 0; tries < 200 && left().length > 0; tries++) await sleep(100);
  expect(left().map((pid) => `${pid} ${commandOf(pid)}`)).toEqual([]);
}

describe.skipIf(process.platform !== "linux")("npm start", () => {
  let open: Run;
  beforeAll(async () => {
    open = await run(["npm", "start"]);
    await open.says("Ctrl-C stops everything");
  });

  test("answers this machine by its own names", async () => {
    for (const name of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(await ask(open.port, KEYS, { host: `${name}:${open.port}` }), name).toBe(200);
    }
    expect(await ask(open.port, "/sites/2")).toBe(200);
    expect(await ask(open.port, "/openapi.json")).toBe(200);
  });

  test("answers nobody who comes by another name, whatever headers say", async () => {
    const here = `http://localhost:${open.port}${KEYS}`;
    const sent: Record<string, string>[] = [
      {},
      { "mf-original-url": here },
      { "mf-op-original-url": here },
      { "mf-original-hostname": "localhost" },
      { "mf-route-override": "ess-edge" },
      { "mf-cf-blob": '{"colo":"ICN"}' },
      { "x-forwarded-host": "localhost", "x-forwarded-proto": "http" },
      { "cf-connecting-ip": "127.0.0.1" },
      { origin: "http://localhost" },
    ];
    for (const header of sent) {
      const said = JSON.stringify(header);
      for (const host of ["evil.example", `evil.example:${open.port}`, "localhost.evil.example"]) {
        expect(await ask(open.port, KEYS, { ...header, host }), said).toBe(401);
      }
    }
  });

  test("answers nobody by another name on any socket of its runtime", async () => {
    const headers = { host: "evil.example", "mf-original-url": `http://localhost${KEYS}` };
    const ports = listening(processesOf(open.child.pid ?? 0));
    expect(ports).toContain(open.port);
    for (const port of ports) {
      const status = await ask(port, KEYS, headers).catch(() => 0);
      expect(status, String(port)).not.toBe(200);
    }
  });

  test("runs once in a folder: the second says who runs, and ends", async () => {
    const second = await run(START);
    expect(await second.ended).toBe(1);
    expect(second.out()).toMatch(
      new RegExp(`already runs on .*: process \\d+, port ${open.port}\\. `),
    );
    expect(await ask(open.port, KEYS)).toBe(200);
  });

  test("starts Postgres again after it was killed", async () => {
    process.kill(postmaster(), "SIGKILL");
    await open.says("Postgres runs again");
    expect(await ask(open.port, KEYS)).toBe(200);
  });

  test("ends all that it has started when npm gets SIGTERM", async () => {
    const pids = [...processesOf(open.child.pid ?? 0), postmaster()];
    expect(pids.length).toBeGreaterThanOrEqual(4);
    open.child.kill("SIGTERM");
    await open.ended;
    await expectGone(pids);
  });

  test.for(["SIGINT", "SIGHUP", "SIGTERM", "SIGKILL"] as const)(
    "leaves nothing behind when %s ends it during start-up",
    async (signal) => {
      const begun = await run(["npm", "start"]);
      await begun.says("Starting the embedded Postgres");
      await sleep(signal === "SIGINT" ? 0 : 700);
      const pids = processesOf(begun.child.pid ?? 0);
      expect(pids.length).toBeGreaterThanOrEqual(2);
      begun.child.kill(signal);
      await begun.ended;
      await expectGone(pids);
      const server = await Promise.resolve(postmaster)
        .then((pid) => pid())
        .catch(() => 0);
      if (server > 0) await expectGone([server]);
    },
  );

  test("asks for a key with AUTH=closed, says how to make the first, and takes every setting", async () => {
    const secret = "0123456789abcdef0123456789abcdef";
    const closed = await run(START, { AUTH: "closed", DEID_KEY: secret, WEBHOOK_KEY: secret });
    await closed.says("Ctrl-C stops everything");
    expect(await ask(closed.port, KEYS)).toBe(401);
    const [, command = ""] =
      /^ +(ESS_DATA=.* npm run keys -- create .*)$/m.exec(closed.out()) ?? [];
    expect(command).not.toBe("");
    const made = await run(["sh", "-c", command]);
    expect(await made.ended, made.out()).toBe(0);
    const key = /^ess_\w+$/m.exec(made.out())?.[0] ?? made.out().match(/ess_[\w-]+/)?.[0] ?? "";
    expect(await ask(closed.port, KEYS, { "x-api-key": key })).toBe(200);
    const policy = await fetch(`http://localhost:${closed.port}/api/ess/di/policy/`, {
      headers: { "x-api-key": key },
    });
    expect(await policy.text()).toMatch(/keyed|hmac/i);
    closed.child.kill("SIGINT");
    await closed.ended;
  });
});

/** TCP ports on which these processes listen. */
function listening(pids: readonly number[]): number[] {
  const sockets = new Set<string>();
  for (const pid of pids) {
    for (const link of linksOf(pid)) sockets.add(link);
  }
  const lines = readFileSync("/proc/net/tcp", "utf8").trim().split("\n").slice(1);
  return lines.flatMap((line) => {
    const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
    const port = Number.parseInt(local.split(":")[1] ?? "", 16);
    return state === "0A" && sockets.has(`socket:[${inode}]`) ? [port] : [];
  });
}

function linksOf(pid: number): string[] {
  try {
    const files = readdirSync(`/proc/${pid}/fd`);
    return files.flatMap((file) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${file}`)];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}
