import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../../src/app.ts";
import { FILE, LATEST, openService, type Service, type TestKey } from "../support/access.ts";

const PAGE = "https://charts.example";

let service: Service;
let anywhere: Service;
let nowhere: Service;
let key: TestKey;
beforeAll(async () => {
  service = await openService({ ALLOWED_ORIGINS: `${PAGE}, http://localhost:5173` });
  anywhere = await openService({ ALLOWED_ORIGINS: "*" });
  nowhere = await openService();
  key = await service.makeKey({ scopes: ["raw:read"] });
});
afterAll(() => Promise.all([service, anywhere, nowhere].map((each) => each?.close())));

const ask = (url: string, origin: string | undefined, init: RequestInit = {}) =>
  fetch(url, { ...init, headers: { ...(origin ? { origin } : {}), ...init.headers } });
const allowed = ({ headers }: Response) => headers.get("access-control-allow-origin");
const words = (text: string | null) =>
  (text ?? "").split(",").map((word) => word.trim().toLowerCase());

describe("a page of an allowed origin", () => {
  test.for([
    [LATEST, 200],
    [`${LATEST}?nonsense=1`, 400],
    [`${FILE}?date=2026-01-05`, 200],
    ["/api/ess/keys/", 403],
    ["/api/ess/operating-sites/9/", 404],
    ["/api/ess/nothing/", 404],
  ] as const)("may read %s: %i", async ([path, status]) => {
    const headers = { authorization: `Bearer ${key.text}` };
    const response = await ask(service.url + path, PAGE, { headers });
    await response.text();
    expect(response.status).toBe(status);
    expect(allowed(response)).toBe(PAGE);
    expect(words(response.headers.get("vary"))).toContain("origin");
    if (status !== 200) expect(words(response.headers.get("vary"))).toContain("accept-language");
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  });

  test("may read a 401, a 405 and their headers", async () => {
    const refused = await ask(service.url + LATEST, PAGE);
    expect([refused.status, allowed(refused)]).toEqual([401, PAGE]);
    const exposed = words(refused.headers.get("access-control-expose-headers"));
    expect(exposed).toContain("www-authenticate");
    const headers = { authorization: `Bearer ${key.text}` };
    const post = await ask(service.url + LATEST, PAGE, { method: "PUT", headers });
    expect([post.status, allowed(post)]).toEqual([405, PAGE]);
  });

  test("may read every header of ours that an answer has", async () => {
    const headers = { authorization: `Bearer ${key.text}` };
    const response = await ask(`${service.url}${FILE}?date=2026-01-05`, PAGE, { headers });
    await response.text();
    const exposed = words(response.headers.get("access-control-expose-headers"));
    const ours = [...response.headers.keys()].filter((name) =>
      /^(ess-|x-request-id|content-disposition|ratelimit|retry-after|link$)/.test(name),
    );
    expect(ours.length).toBeGreaterThanOrEqual(4);
    expect(exposed).toEqual(expect.arrayContaining(ours));
    for (const name of ["ratelimit", "ratelimit-policy", "retry-after"])
      expect(exposed).toContain(name);
  });

  test("may send, after asking, every method of the service with a key and a JSON body", async () => {
    const response = await ask(service.url + LATEST, PAGE, {
      method: "OPTIONS",
      headers: {
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    });
    expect([response.status, allowed(response)]).toEqual([204, PAGE]);
    const { headers } = response;
    const methods = words(headers.get("access-control-allow-methods"));
    const asked = createApp().contracts.map(({ method }) => method);
    expect(methods).toEqual(expect.arrayContaining([...new Set(["head", ...asked])]));
    expect(words(headers.get("access-control-allow-headers"))).toEqual(
      expect.arrayContaining(["authorization", "x-api-key", "content-type", "accept-language"]),
    );
    expect(headers.get("access-control-max-age")).toBe("600");
  });
});

test.for([
  "https://evil.example",
  "https://charts.example.evil.example",
  "http://charts.example",
  "https://charts.example:8443",
  "https://CHARTS.example",
  "null",
  "",
])("a page of %j may read nothing, not even after asking", async (origin) => {
  const headers = { authorization: `Bearer ${key.text}` };
  for (const init of [
    { headers },
    {},
    { method: "OPTIONS", headers: { "access-control-request-method": "GET" } },
  ]) {
    expect(allowed(await ask(service.url + LATEST, origin, init))).toBeNull();
  }
});

test("with * every page may read, and none may send cookies", async () => {
  for (const origin of [PAGE, "https://anyone.example"]) {
    const response = await ask(anywhere.url + LATEST, origin);
    expect([response.status, allowed(response)]).toEqual([401, origin]);
    expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  }
});

test("without allowed origins there is not a word of it", async () => {
  const preflight = await ask(nowhere.url + LATEST, PAGE, {
    method: "OPTIONS",
    headers: { "access-control-request-method": "GET" },
  });
  expect(preflight.status).toBe(401);
  for (const response of [preflight, await ask(nowhere.url + LATEST, PAGE)]) {
    expect(
      [...response.headers.keys()].filter((name) => name.startsWith("access-control")),
    ).toEqual([]);
  }
});

test("every answer, a problem and a preflight too, forbids what data never need", async () => {
  const headers = { authorization: `Bearer ${key.text}` };
  const answers = [
    await ask(service.url + LATEST, undefined, { headers }),
    await ask(`${service.url}${FILE}?date=2026-01-05`, PAGE, { headers }),
    await ask(service.url + LATEST, PAGE),
    await ask(`${service.url}/nowhere`, PAGE),
    await ask(`${service.url}/healthz`, undefined),
    await ask(service.url + LATEST, PAGE, { method: "OPTIONS" }),
    await ask(service.url + LATEST, undefined, { method: "HEAD", headers }),
  ];
  for (const { status, headers } of answers) {
    expect(headers.get("content-security-policy"), String(status)).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("strict-transport-security")).toMatch(/max-age=\d{7,}/);
    expect(headers.get("cache-control")).toMatch(/^(no-store$|private,)/);
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get("x-powered-by")).toBeNull();
  }
});
