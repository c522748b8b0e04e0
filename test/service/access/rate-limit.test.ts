import { dirname } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { compatibility } from "../../../dev/settings.ts";
import { newKey } from "../../../src/domain/access/key.ts";
import { RATE_LIMITS } from "../../../src/request/rate-limit.ts";
import { BANK, openService, type Service, type TestKey } from "../support/access.ts";

/*
 * The limiter of the Workers runtime, as Miniflare has it, with the figures of the service. An address without
 * data and a page that is not there cost no more than the limiter.
 */

const DOWNLOAD = "/api/ess/download/operating-sites/9/bank/";
const PAGE = "/api/ess/operating-sites/9/";

let service: Service;
let limited: Miniflare;
beforeAll(async () => {
  service = await openService();
  const limiters = Object.values(RATE_LIMITS).map(({ binding, quota, seconds }) => [
    binding,
    { namespace_id: binding, simple: { limit: quota, period: seconds } },
  ]);
  const options = convertV4MiniflareOptions({
    handleStructuredLogs: () => {},
    name: "limited",
    modules: true,
    modulesRoot: dirname(inject("bundle")),
    scriptPath: inject("bundle"),
    compatibilityDate: compatibility().date,
    compatibilityFlags: ["enable_request_signal"],
    ratelimits: Object.fromEntries(limiters),
    bindings: {
      DATABASE_URL: `${inject("server")}ess_platform`,
      PLATFORM_DATABASE_URL: service.platform.url,
      NEON_LOCAL_ENDPOINT: inject("endpoint"),
      PUBLIC_SCOPES: "raw:read",
      AUTH: "open", // which counts under the names of one's own machine only
    },
  });
  limited = new Miniflare(options);
  await limited.ready;
});
afterAll(async () => {
  await limited?.dispose();
  await service?.close();
});

type Asked = { key?: TestKey; from?: string };
const ask = (path: string, { key, from = "198.51.100.1" }: Asked = {}) =>
  limited.dispatchFetch(`http://test${path}`, {
    headers: { "cf-connecting-ip": from, ...(key ? { "x-api-key": key.text } : {}) },
  });
type Answer = Awaited<ReturnType<typeof ask>>;

async function askTimes(count: number, path: string, by: Asked): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let i = 0; i < count; i++) {
    const answer = await ask(path, by);
    await answer.text();
    answers.push(answer);
  }
  return answers;
}
const statuses = (answers: Answer[]) => [...new Set(answers.map(({ status }) => status))];

describe.each([
  ["downloads", DOWNLOAD],
  ["downloads", `${BANK}?no_page&page=1`],
  ["lists", PAGE],
] as const)("%s: %s", (kind, path) => {
  const { quota, seconds } = RATE_LIMITS[kind];

  test("as often as the policy says, then 429 with Retry-After", { timeout: 60_000 }, async () => {
    const key = await service.makeKey();
    const answers = await askTimes(quota, path, { key });
    expect(statuses(answers)).toEqual([path.startsWith(BANK) ? 400 : 404]);
    const [first] = answers;
    expect(first?.headers.get("ratelimit-policy")).toBe(`"${kind}";q=${quota};w=${seconds}`);
    expect(first?.headers.get("ratelimit")).toMatch(
      new RegExp(`^"${kind}";r=${quota - 1};t=\\d+$`),
    );
    expect(answers.at(-1)?.headers.get("ratelimit")).toMatch(new RegExp(`^"${kind}";r=0;t=\\d+$`));
    const over = await ask(path, { key });
    expect(over.status).toBe(429);
    expect(await over.json()).toMatchObject({ code: "rate_limited", status: 429 });
    expect(over.headers.get("retry-after")).toBe(String(seconds));
    expect(over.headers.get("ratelimit")).toBe(`"${kind}";r=0;t=${seconds}`);
    // Another key, and the other class of the same key, are not concerned.
    const other = kind === "lists" ? DOWNLOAD : PAGE;
    expect((await ask(other, { key })).status).toBe(404);
    expect((await ask(path, { key: await service.makeKey() })).status).not.toBe(429);
  });
});

test("without a key it is the address that is counted, of IPv6 its network", async () => {
  const { quota } = RATE_LIMITS.downloads;
  const home = (host: string) => `2001:db8:0:7:${host}`;
  expect(statuses(await askTimes(quota, DOWNLOAD, { from: home("1:2:3:4") }))).toEqual([404]);
  expect((await ask(DOWNLOAD, { from: home(":9") })).status).toBe(429);
  expect((await ask(DOWNLOAD, { from: "2001:db8:0:8::9" })).status).toBe(404);
  expect((await ask(DOWNLOAD, { from: "198.51.100.7" })).status).toBe(404);
});

test("made-up keys are stopped before they reach the database; keys that are known go on", async () => {
  const { quota } = RATE_LIMITS.strangers;
  const from = "198.51.100.66";
  const known = await service.makeKey();
  expect((await ask(PAGE, { key: known, from })).status).toBe(404);
  const answers: number[] = [];
  for (let i = 0; i < quota + 20; i++) {
    const { text, lookup } = await newKey();
    answers.push((await ask(PAGE, { key: { text, lookup }, from })).status);
  }
  expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
  expect(answers.at(-1)).toBe(429);
  expect((await ask(PAGE, { key: known, from })).status).toBe(404);
  expect((await ask(PAGE, { key: await service.makeKey(), from: "198.51.100.67" })).status).toBe(
    404,
  );
});

test("nothing is counted on a machine of one's own", async () => {
  for (let i = 0; i <= RATE_LIMITS.downloads.quota; i++) {
    const answer = await limited.dispatchFetch(`http://localhost${DOWNLOAD}`);
    await answer.text();
    expect([answer.status, answer.headers.get("ratelimit")], String(i)).toEqual([404, null]);
  }
});
