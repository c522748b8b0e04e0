import { connect } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openService, type Service, type TestKey } from "../support/access.ts";

let service: Service;
let reader: TestKey;
let admin: TestKey;
beforeAll(async () => {
  service = await openService();
  reader = await service.makeKey({ scopes: ["raw:read"], sites: [2] });
  admin = await service.makeKey();
});
afterAll(() => service?.close());

/** Sends a request line as it stands, which `fetch` would mend; the status of the answer. */
function send(line: string, headers: string[] = []): Promise<number> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.once("error", reject);
    let text = "";
    socket.on("data", (data: Buffer) => {
      text += data.toString("latin1");
      const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
      if (status === undefined) return;
      socket.destroy();
      resolve(Number(status));
    });
    const lines = [`${line} HTTP/1.1`, "Host: test", ...headers, "Connection: close", "", ""];
    socket.write(lines.join("\r\n"));
  });
}

/** Ways to write an address that somebody might compare carelessly. */
const spellings = (path: string): string[] => [
  path,
  path.replace(/\/$/, ""),
  `/${path}`,
  `${path}/`,
  path.replace("/ess/", "//ess/"),
  path.replace("/api/", "/API/"),
  path.replace("/api/", "/%61pi/"),
  path.replace("/api/", "/api%2f"),
  path.replace("/api/", "/x/../api/"),
  path.replace("/api/", "/./api/"),
  path.replace("/api/", "/%2e/api/"),
  path.replace("/api/", "/api\\"),
  path.replace("/api/", "/api;x=1/"),
  path.replace("/api/", "/api/healthz/../"),
  path.replace("/api/", "/healthz/..%2fapi/"),
  `${path}%00`,
  `${path}#/healthz`,
  `${path}?/healthz`,
  `http://test${path}`,
];

const CLOSED = [
  "/api/ess/keys/",
  "/api/ess/audit/",
  "/api/ess/operating-sites/",
  "/api/ess/operating-sites/3/pcs/latest/",
  "/api/ess/download/operating-sites/2/etc/",
];

test.for(CLOSED)(
  "%s is closed to strangers in every spelling and by every method",
  async (path) => {
    for (const target of spellings(path)) {
      for (const method of ["GET", "HEAD", "POST", "DELETE", "PUT", "OPTIONS"]) {
        const status = await send(`${method} ${target}`, ["Content-Length: 0"]);
        expect([400, 401, 404], `${method} ${target} → ${status}`).toContain(status);
      }
    }
  },
);

test("no spelling opens another site or the keys to a key that may read one site", async () => {
  const header = [`X-API-Key: ${reader.text}`];
  for (const target of ["/api/ess/keys/", "/api/ess/operating-sites/3/pcs/latest/"].flatMap(
    spellings,
  )) {
    const status = await send(`GET ${target}`, header);
    expect([400, 403, 404, 405], `${target} → ${status}`).toContain(status);
  }
});

test("two keys, in one header twice or in both, never add up", async () => {
  const keys = "GET /api/ess/keys/";
  const [weak, strong] = [reader.text, admin.text];
  expect(await send(keys, [`Authorization: Bearer ${weak}`, `X-API-Key: ${strong}`])).toBe(403);
  expect(await send(keys, [`Authorization: Bearer ${strong}`, `X-API-Key: ${weak}`])).toBe(200);
  expect(await send(keys, [`X-API-Key: ${weak}`, `X-API-Key: ${strong}`])).toBe(401);
  expect(
    await send(keys, [`Authorization: Bearer ${weak}`, `Authorization: Bearer ${strong}`]),
  ).toBe(401);
});

test("headers that other services obey change nothing", async () => {
  for (const header of [
    "X-Original-URL: /healthz",
    "X-Rewrite-URL: /healthz",
    "X-HTTP-Method-Override: OPTIONS",
    "X-Forwarded-For: 127.0.0.1",
    "CF-Connecting-IP: 127.0.0.1",
    "Auth: open",
    "Origin: null",
    "Access-Control-Request-Method: GET",
  ]) {
    expect(await send("GET /api/ess/keys/", [header]), header).toBe(401);
  }
});
