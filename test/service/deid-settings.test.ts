import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Runtime } from "../../dev/runtime/workerd.ts";
import { createApp } from "../../src/app.ts";
import { startWorker } from "../support/world.ts";
import { jsonAt, startKeyed } from "./support/deid.ts";
import { answerOf } from "./support/lists.ts";

const ROUTES = createApp()
  .contracts.map(({ path }) => path)
  .filter((path) => path.includes("/di/") && path !== "/api/ess/di/policy/")
  .map((path) => path.replace("{component}", "bank").replaceAll(/\{\w+\}/g, "1"));
const POLICY = "/api/ess/di/policy/";
const RAW = "/api/ess/operating-sites/2/banks/1/?page_size=1";

type Policy = Record<string, unknown> & { summary: { ko: string; en: string } };

describe("a service that is told nothing about de-identification", () => {
  let worker: Runtime;
  beforeAll(async () => {
    worker = await startWorker({ DATABASE_URL: `${inject("server")}ess_platform` });
  });
  afterAll(() => worker?.stop());

  test.for(ROUTES)("answers %s with 503 and says what to set, in both languages", async (path) => {
    for (const [language, word] of [
      ["en", "secret of at least 32 bytes"],
      ["ko", "32바이트 이상"],
    ]) {
      const init = { headers: { "accept-language": language ?? "" } };
      const { response, text, whole } = await answerOf(worker.url + path, init);
      expect(response.status, whole).toBe(503);
      expect(JSON.parse(text).code, whole).toBe("deid_not_configured");
      expect(JSON.parse(text).detail, whole).toContain(word);
      expect(JSON.parse(text).detail, whole).toMatch(/DEID_KEY.*DEID_MODE=plain/);
      expect(text, whole).not.toMatch(/bank_soc|fault/i);
    }
    const head = await answerOf(worker.url + path, { method: "HEAD" });
    expect(head.response.status, head.whole).toBe(503);
    expect(head.response.headers.get("ess-columns")).toBeNull();
  });

  test("says so in its policy, and answers raw data", async () => {
    const policy = await jsonAt<Policy>(worker.url + POLICY);
    expect(policy).toMatchObject({ mode: null, algorithm: null, version: null, protected: [] });
    expect(policy.summary.en).toContain("not configured");
    expect((await answerOf(worker.url + RAW)).response.status).toBe(200);
  });
});

test("there are five lists, a file and a mapping to ask", () => {
  expect(ROUTES).toHaveLength(7);
});

test.for([
  [{ DEID_KEY: "x".repeat(31) }, /DEID_KEY/],
  [{ DEID_KEY: "" }, /DEID_KEY/],
  [{ DEID_MODE: "keyed" }, /DEID_KEY/],
  [{ DEID_MODE: "raw", DEID_KEY: "x".repeat(32) }, /DEID_MODE/],
  [{ DEID_MODE: "Plain" }, /DEID_MODE/],
  [{ DEID_MODE: "" }, /DEID_MODE/],
  [{ DEID_KEY: "x".repeat(32), DEID_VERSION: "" }, /DEID_VERSION/],
] as const)("the settings %j are a fault of configuration: 503", async ([settings, names]) => {
  const worker = await startWorker({
    DATABASE_URL: `${inject("server")}ess_platform`,
    ...settings,
  });
  try {
    for (const path of ROUTES) {
      const { response, text, whole } = await answerOf(worker.url + path);
      expect(response.status, whole).toBe(503);
      expect(JSON.parse(text).code, whole).toBe("not_configured");
      expect(JSON.parse(text).detail, whole).toMatch(names);
      expect(text, whole).not.toContain("xxx");
    }
  } finally {
    await worker.stop();
  }
});

test.for([
  [{ DEID_KEY: "x".repeat(32) }, "keyed", "1"],
  [{ DEID_KEY: "열쇠열쇠열쇠열쇠열쇠열", DEID_VERSION: "2026-Q4" }, "keyed", "2026-Q4"],
  [{ DEID_KEY: "x".repeat(32), DEID_MODE: "keyed" }, "keyed", "1"],
  [{ DEID_KEY: "x".repeat(32), DEID_MODE: "plain" }, "plain", null],
  [{ DEID_MODE: "plain" }, "plain", null],
] as const)(
  "the settings %j mean %s mode, and the policy says so",
  async ([settings, mode, version]) => {
    const worker = await startWorker({
      DATABASE_URL: `${inject("server")}ess_platform`,
      ...settings,
    });
    try {
      const policy = await jsonAt<Policy>(worker.url + POLICY);
      expect(policy).toMatchObject(
        mode === "keyed"
          ? { mode, version, algorithm: "HMAC-SHA-256", identifier_length: 16 }
          : { mode, version, algorithm: "SHA-256", identifier_length: 8 },
      );
      const { text, whole } = await answerOf(
        `${worker.url}/api/ess/di/operating-sites/2/banks/1/?page_size=1`,
      );
      expect(text, whole).toMatch(mode === "keyed" ? /"bk_[0-9a-f]{16}":/ : /"bk_98f5385f":/);
    } finally {
      await worker.stop();
    }
  },
);

test("the policy says in both languages that values and times are not altered, and never the mapping", async () => {
  const worker = await startKeyed();
  try {
    for (const url of [worker.url, inject("worker")]) {
      const { text, whole } = await answerOf(url + POLICY);
      expect(text, whole).toContain("Values and times are not altered");
      expect(text, whole).toContain("값과 시각은 바꾸지 않습니다");
      expect(text, whole).not.toMatch(/(bk|rk|ps|ec)_[0-9a-f]{8}|32 bytes and more/);
    }
  } finally {
    await worker.stop();
  }
});

test("DEID_VERSION parts releases, and the same key and version join them", async () => {
  const namesAt = async (settings: Record<string, string>) => {
    const worker = await startKeyed(settings);
    try {
      const { response } = await answerOf(
        `${worker.url}/api/ess/download/di/operating-sites/3/pcs/?date=2026-01-05`,
        { method: "HEAD" },
      );
      return (response.headers.get("ess-columns") ?? "")
        .split(",")
        .filter((name) => name.startsWith("ps_"));
    } finally {
      await worker.stop();
    }
  };
  const [one, again, two] = [
    await namesAt({}),
    await namesAt({ DEID_VERSION: "1" }),
    await namesAt({ DEID_VERSION: "2" }),
  ];
  expect(one).toHaveLength(32);
  expect(again).toEqual(one);
  expect(one.filter((name) => two.includes(name))).toEqual([]);
});
