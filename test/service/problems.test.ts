import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { PROBLEMS } from "../../src/response/problem.ts";
import { get, getProblem, type ProblemBody } from "../support/http.ts";
import { startWorker } from "../support/world.ts";
import { answerOf } from "./support/lists.ts";

const CODES = Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[];
const guide = readFileSync(join(import.meta.dirname, "../../docs/errors.md"), "utf8");

/** The body as RFC 9457 and docs/errors.md have it. */
function expectShape(problem: ProblemBody, path: string): void {
  const whole = JSON.stringify(problem);
  expect(Object.keys(problem), whole).toEqual([
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "code",
    "request_id",
    "errors",
  ]);
  expect(CODES, whole).toContain(problem.code);
  const code = problem.code as keyof typeof PROBLEMS;
  expect(problem, whole).toMatchObject({
    type: `/docs/errors#${code}`,
    status: PROBLEMS[code].status,
    title: PROBLEMS[code].title.en,
    instance: new URL(path, "http://any").pathname,
  });
  expect(problem.detail, whole).toMatch(/\S/);
}

test("docs/errors.md explains every code, and no other, with its status", () => {
  const sections = guide.split(/^## /m).slice(1);
  expect(sections.map((section) => section.split("\n")[0])).toEqual(CODES);
  for (const section of sections) {
    const code = section.split("\n")[0] as keyof typeof PROBLEMS;
    expect(section).toContain(`Status ${PROBLEMS[code].status}`);
  }
});

test.for([
  ["/", 404, "not_found"],
  ["/api", 404, "not_found"],
  ["/api/ess/", 404, "not_found"],
  ["/api/ess/operating-sites/2/banks/", 404, "not_found"],
  ["/api/ess/operating-sites/2/banks/1//", 404, "not_found"],
  ["/api/ess/operating-sites/2/banks/1/latest/more/", 404, "not_found"],
  ["/api/ess/operating-sites/2/pcs/racks/", 404, "not_found"],
  ["/API/ess/operating-sites/", 404, "not_found"],
  ["/api/ess/operating-sites/4/", 404, "unknown_site"],
  ["/api/ess/operating-sites/4/banks/1/", 404, "unknown_site"],
  ["/api/ess/operating-sites/2147483647/pcs/latest/", 404, "unknown_site"],
  ["/api/ess/download/operating-sites/4/bank/", 404, "unknown_site"],
  ["/api/ess/operating-sites/2/banks/3/", 404, "unknown_bank"],
  ["/api/ess/operating-sites/1/banks/2/racks/", 404, "unknown_bank"],
  ["/api/ess/operating-sites/1/banks/2/latest/", 404, "unknown_bank"],
  ["/api/ess/operating-sites/2/banks/2/racks/9/", 404, "unknown_rack"],
  ["/api/ess/operating-sites/2/banks/1/racks/10/latest/", 404, "unknown_rack"],
  ["/api/ess/operating-sites/2/banks/1/?page=99", 404, "unknown_page"],
  ["/api/ess/operating-sites/0/banks/1/", 400, "invalid_parameters"],
  ["/api/ess/operating-sites/2147483648/pcs/", 400, "invalid_parameters"],
  ["/api/ess/operating-sites/two/etc/", 400, "invalid_parameters"],
  ["/api/ess/operating-sites/%zz/etc/", 400, "invalid_parameters"],
  ["/api/ess/operating-sites/2/banks/1.5/", 400, "invalid_parameters"],
  ["/api/ess/operating-sites/2/?page=1", 400, "invalid_parameters"],
  ["/healthz?verbose", 400, "invalid_parameters"],
  ["/readyz?verbose", 400, "invalid_parameters"],
] as const)("%s is %i %s", async ([path, status, code]) => {
  const problem = await getProblem(path, status);
  expect(problem.code, JSON.stringify(problem)).toBe(code);
  expectShape(problem, path);
});

test("a place that is not there says which there are", async () => {
  const site = await getProblem("/api/ess/operating-sites/9/pcs/", 404);
  expect(site.detail).toBe("There is no operating site 9. Available sites: 1, 2, 3");
  const bank = await getProblem("/api/ess/operating-sites/2/banks/7/", 404);
  expect(bank.detail).toBe("Site 2 has no bank 7. Available banks: 1, 2");
  const rack = await getProblem("/api/ess/operating-sites/2/banks/2/racks/9/", 404);
  expect(rack.detail).toBe("Bank 2 has no rack 9. Available racks: 1–8");
});

test.for(["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])(
  "%s is 405 everywhere and Allow says what is left",
  async (method) => {
    for (const path of [
      "/api/ess/operating-sites/2/banks/1/",
      "/api/ess/operating-sites/2/banks/1/latest/",
      "/api/ess/download/operating-sites/2/bank/",
      "/api/ess/operating-sites/",
      "/healthz",
      "/readyz",
    ]) {
      const problem = await getProblem(path, 405, { method });
      expect(problem.code, JSON.stringify(problem)).toBe("method_not_allowed");
      expectShape(problem, path);
      const { headers } = await get(path, { method });
      expect(headers.get("allow"), path).toBe("GET, HEAD");
    }
  },
);

test("a problem says its language and that the answer depends on it", async () => {
  const init = { headers: { "accept-language": "ko" } };
  const { headers } = await get("/api/ess/operating-sites/4/", init);
  expect(headers.get("content-language")).toBe("ko");
  expect(headers.get("vary")).toBe("accept-language");
  const problem = await getProblem("/api/ess/operating-sites/4/", 404, init);
  expect(problem.title).toBe(PROBLEMS.unknown_site.title.ko);
});

test.for([
  [{}, "/api/ess/operating-sites/2/banks/1/", /SITE_2_DATABASE_URL/],
  [{}, "/api/ess/operating-sites/3/pcs/latest/", /SITE_3_DATABASE_URL/],
  [{}, "/api/ess/download/operating-sites/1/bank/", /SITE_1_DATABASE_URL/],
  [{}, "/api/ess/operating-sites/", /SITE_1_DATABASE_URL/],
  [{ DATABASE_URL: "mysql://no" }, "/api/ess/operating-sites/2/pcs/", /DATABASE_URL/],
  [{ QUERY_TIMEOUT_MS: "1" }, "/api/ess/operating-sites/2/pcs/", /QUERY_TIMEOUT_MS/],
] as const)(
  "a service with the settings %j answers %s: 503, the setting named",
  async ([settings, path, names]) => {
    const worker = await startWorker(settings);
    try {
      const { response, text, whole } = await answerOf(worker.url + path);
      expect(response.status, whole).toBe(503);
      const problem = JSON.parse(text) as ProblemBody;
      expect(problem.code, whole).toBe("not_configured");
      expect(problem.detail, whole).toMatch(names);
      expect(problem.detail, whole).not.toContain("mysql");
      expectShape(problem, path);
      const alive = await answerOf(`${worker.url}/healthz`);
      expect(alive.response.status, alive.whole).toBe(200);
    } finally {
      await worker.stop();
    }
  },
);

test("a database that is not there is 503 with Retry-After, and readyz says which", async () => {
  const worker = await startWorker({ SITE_2_DATABASE_URL: `${inject("server")}nowhere` });
  const secret = new URL(inject("server")).password;
  try {
    for (const path of [
      "/api/ess/operating-sites/2/banks/1/",
      "/api/ess/operating-sites/2/banks/1/?no_page",
      "/api/ess/download/operating-sites/2/bank/",
    ]) {
      await withoutDatabase(worker.url + path, secret);
    }
  } finally {
    await worker.stop();
  }
  const lost = await startWorker({
    PLATFORM_DATABASE_URL: `${inject("server")}ess_platform`,
    SITE_1_DATABASE_URL: `${inject("server")}ess_site_1`,
    SITE_2_DATABASE_URL: `${inject("server")}nowhere`,
  });
  try {
    const { response, text, whole } = await answerOf(`${lost.url}/readyz`);
    expect(response.status, whole).toBe(503);
    expect(JSON.parse(text), whole).toEqual({
      status: "unready",
      databases: { platform: "ok", site_1: "ok", site_2: "down", site_3: "not configured" },
    });
    await withoutDatabase(`${lost.url}/api/ess/operating-sites/2/pcs/`, secret);
    const other = await answerOf(`${lost.url}/api/ess/operating-sites/1/pcs/latest/`);
    expect(other.response.status, other.whole).toBe(200);
  } finally {
    await lost.stop();
  }
});

async function withoutDatabase(url: string, secret: string): Promise<void> {
  const { response, text, whole } = await answerOf(url);
  expect(response.status, whole).toBe(503);
  expect(response.headers.get("retry-after"), whole).toBe("5");
  expect(JSON.parse(text).code, whole).toBe("database_unavailable");
  expect(text, whole).not.toContain(secret);
  expect(text, whole).not.toContain("nowhere");
}
