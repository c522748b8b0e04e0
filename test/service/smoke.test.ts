import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { freePort } from "../../dev/database/postgres.ts";
import { HOST, startWrangler, type Wrangler } from "../../dev/runtime/wrangler.ts";
import { ROOT } from "../../dev/settings.ts";
import { openService, type Service, type TestKey } from "./support/access.ts";

const folder = mkdtempSync(join(tmpdir(), "ess-edge-smoke-"));
let service: Service;
let wrangler: Wrangler;
let url: string;
let reader: TestKey;

/** The worker with its assets, closed, as it is deployed. */
beforeAll(async () => {
  service = await openService();
  reader = await service.makeKey({ scopes: ["raw:read", "analytics:read"] });
  const port = await freePort();
  url = `http://${HOST}:${port}`;
  wrangler = startWrangler(
    port,
    {
      DATABASE_URL: `${inject("server")}ess_platform`,
      PLATFORM_DATABASE_URL: service.platform.url,
      NEON_LOCAL_ENDPOINT: inject("endpoint"),
    },
    folder,
  );
  expect(await wrangler.isReady).toBe(true);
});
afterAll(async () => {
  await wrangler?.stop();
  await service?.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { status: number | null; out: string };

function smoke(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, "dev/commands/smoke.ts"), ...args], {
    env: { ...process.env, NODE_NO_WARNINGS: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => {
      out += data.toString();
    });
  }
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, out })));
}

const failures = ({ out }: Ended): string[] =>
  [...out.matchAll(/^FAIL {2}(.*?): /gm)].map(([, name = ""]) => name);

describe("npm run smoke", () => {
  test("finds nothing wrong with the worker as it is deployed, and tells a line for each check", async () => {
    const ended = await smoke(url, "--key", reader.text);
    expect(failures(ended), ended.out).toEqual([]);
    expect(ended.status, ended.out).toBe(0);
    expect(ended.out.match(/^ok /gm)?.length, ended.out).toBeGreaterThanOrEqual(16);
    expect(ended.out).not.toMatch(/not checked|no site has rows/);
  });

  test("looks without a key at what needs none, and says what was left out", async () => {
    const ended = await smoke(url);
    expect(ended.status, ended.out).toBe(0);
    expect(ended.out).toMatch(/what needs rows is not checked/);
  });

  test("leaves out what the key may not do, and says so", async () => {
    const key = await service.makeKey({ scopes: ["analytics:read"] });
    const ended = await smoke(url, "--key", key.text);
    expect(ended.status, ended.out).toBe(0);
    expect(ended.out).toMatch(/a download proves itself: not checked, it needs the scope raw:read/);
  });

  test("fails with a key that is none", async () => {
    const ended = await smoke(url, "--key", "ess_00000000_none");
    expect(failures(ended), ended.out).toContain("the caller may read");
    expect(ended.status).toBe(1);
  });

  test("says what is missing where the address is none", async () => {
    for (const args of [[], ["ess-edge"], [`${url}/api`], ["ftp://a.b/"], [url, url]]) {
      const ended = await smoke(...args);
      expect(ended.status).toBe(1);
      expect(ended.out).toMatch(/Usage: npm run smoke/);
    }
  });

  test("fails where nobody answers", async () => {
    const ended = await smoke(`http://${HOST}:${await freePort()}`);
    expect(ended.status).toBe(1);
    expect(ended.out).toMatch(/FAIL {2}it runs: fetch failed/);
  });
});

type Answer = { status: number; headers: Headers; body: Buffer };

/** The service, but for what `spoil` does to its answers. */
async function spoiled(spoil: (path: string, answer: Answer) => void): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = request.url ?? "/";
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) {
      if (typeof value === "string" && !["host", "connection"].includes(name))
        headers.set(name, value);
    }
    const real = await fetch(url + path, { headers });
    const answer = {
      status: real.status,
      headers: new Headers(real.headers),
      body: Buffer.from(await real.arrayBuffer()),
    };
    for (const name of ["content-length", "content-encoding", "transfer-encoding"])
      answer.headers.delete(name);
    spoil(path, answer);
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  return server;
}

const change = (answer: Answer, from: string | RegExp, to: string) => {
  answer.body = Buffer.from(answer.body.toString().replace(from, to));
};

const at =
  (start: string, spoil: (answer: Answer) => void) =>
  (path: string, answer: Answer): void => {
    if (path.startsWith(start)) spoil(answer);
  };

const DOWNLOAD = "/api/ess/download/";
const SPOILS: [check: string, what: string, (path: string, answer: Answer) => void][] = [
  ["it runs", "no version", at("/healthz", (answer) => change(answer, "version", "v"))],
  [
    "its databases answer",
    "503",
    at("/readyz", (answer) => {
      answer.status = 503;
    }),
  ],
  [
    "answers can neither run nor be framed",
    "no policy",
    (_, { headers }) => headers.delete("content-security-policy"),
  ],
  [
    "the web is there",
    "no assets",
    at("/assets/", (answer) => {
      answer.status = 404;
    }),
  ],
  [
    "it is documented",
    "another version",
    at("/openapi.json", (answer) => change(answer, /"version":"[^"]+"/, '"version":"9.9.9"')),
  ],
  [
    "it asks for a key",
    "open",
    at("/api/ess/operating-sites/", (answer) => {
      answer.status = 200;
    }),
  ],
  ["it limits callers", "no limiter", (_, { headers }) => headers.delete("ratelimit-policy")],
  [
    "other sites' pages may not read it",
    "CORS",
    (_, { headers }) => headers.set("access-control-allow-origin", "*"),
  ],
  [
    "a list has pages",
    "rows missing",
    at("/api/ess/operating-sites/1/banks/1/?", (answer) =>
      change(answer, /"results":\[.*\]/, '"results":[]'),
    ),
  ],
  [
    "rows can be aggregated",
    "nothing counted",
    at("/api/ess/operating-sites/1/banks/1/stats", (answer) =>
      change(answer, /"count":\d+/g, '"count":0'),
    ),
  ],
  ["a download proves itself", "a digit changed", at(DOWNLOAD, (a) => change(a, /\d(?=,)/, "x"))],
  ["a download proves itself", "cut", at(DOWNLOAD, (a) => change(a, /_end[\s\S]*/, ""))],
  [
    "an indicator is computed",
    "a score beyond 1",
    at("/api/ess/stats/sos", (answer) => change(answer, /"sos_score":[\d.]+/, '"sos_score":1.5')),
  ],
  [
    "events are listed",
    "an array",
    at("/api/ess-feature/", (answer) => change(answer, /[\s\S]*/, "[]")),
  ],
  [
    "bad input is explained, all of it at once",
    "plain JSON",
    (_, { headers }) => {
      if (headers.get("content-type")?.startsWith("application/problem"))
        headers.set("content-type", "application/json");
    },
  ],
];

test.for(SPOILS)("npm run smoke fails at “%s” where there is %s", async ([check, , spoil]) => {
  const server = await spoiled(spoil);
  const { port } = server.address() as AddressInfo;
  const ended = await smoke(`http://${HOST}:${port}`, "--key", reader.text);
  server.close();
  expect(failures(ended), ended.out).toContain(check);
  expect(ended.status, ended.out).toBe(1);
});
