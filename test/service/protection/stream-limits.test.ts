import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { watchEndpoint } from "../../support/watched-endpoint.ts";
import {
  FAULT,
  MAP,
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "./service.ts";

const STREAM = `${MAP}stream/`;
const PER_ADDRESS = 16;

let service: ProtectionService;
let endpoint: Awaited<ReturnType<typeof watchEndpoint>>;
beforeAll(async () => {
  endpoint = await watchEndpoint();
  service = await protectionService({ NEON_LOCAL_ENDPOINT: endpoint.url });
});
afterAll(async () => {
  await service?.stop();
  endpoint?.close();
});

const stoppings: AbortController[] = [];
afterAll(() => {
  for (const stopping of stoppings) stopping.abort();
});

/** Opens a stream and gathers its text until it ends or is stopped. */
async function open(headers: Record<string, string> = {}, query = "") {
  const stopping = new AbortController();
  stoppings.push(stopping);
  const response = await fetch(service.url + STREAM + query, { headers, signal: stopping.signal });
  const stream = { response, text: "", hasEnded: false, stop: () => stopping.abort() };
  const gather = async () => {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>)
      stream.text += new TextDecoder().decode(chunk);
    stream.hasEnded = true;
  };
  gather().catch(() => {});
  return stream;
}

const idsOf = (text: string) =>
  [...text.matchAll(/^event: \w+\nid: (\d+)/gm)].map(([, id]) => Number(id));
const flags = (on: number) => ({ [WARNING]: on, [FAULT]: 0, RACK_MAX_CELL_VOLTAGE: 4.06 });
const send = (second: number, on: number, rack = 1) =>
  service.post(
    1,
    "rack",
    rackSeconds(`2025-05-01T10:00:${String(second).padStart(2, "0")}+09:00`, [flags(on)], rack),
  );
const asked = () => endpoint.count(service.databases.platform.name);

test("of many streams without a key only as many open as an address may have", async () => {
  const streams = await Promise.all(Array.from({ length: 200 }, () => open()));
  const refused = streams.filter(({ response }) => response.status === 429);
  expect(streams.filter(({ response }) => response.status === 200)).toHaveLength(PER_ADDRESS);
  expect(refused).toHaveLength(200 - PER_ADDRESS);
  expect(refused[0]?.response.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(refused[0]?.response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
  for (const { stop } of streams) stop();
  await expect.poll(async () => (await open()).response.status, { timeout: 40_000 }).toBe(200);
});

test("many streams ask about as often as one, none misses a change, and one that leaves is replaced", async () => {
  await sleep(3000);
  const count = async (millis: number) => {
    const before = asked();
    await sleep(millis);
    return asked() - before;
  };
  const first = await open();
  await sleep(500);
  const alone = await count(6000);
  const others = await Promise.all(Array.from({ length: 12 }, () => open()));
  await sleep(500);
  const together = await count(6000);
  expect(alone).toBeGreaterThan(0);
  expect(together).toBeLessThanOrEqual(alone + 3);
  await send(1, 1);
  first.stop();
  await send(2, 0);
  await send(3, 1, 2);
  await expect
    .poll(() => Math.min(...others.map(({ text }) => idsOf(text).length)), { timeout: 15_000 })
    .toBeGreaterThanOrEqual(3);
  const ids = idsOf(others[0]?.text ?? "");
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  for (const { text } of others) expect(idsOf(text)).toEqual(ids);
});

// They wait for one another's clocks at the same time.
describe.concurrent("of a key", () => {
  test.each(["revoked", "expired", "without the site", "without the scope"])(
    "that is %s the stream ends within 30 seconds and says so",
    async (what) => {
      const made = await fetch(`${service.url}/api/ess/keys/`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ name: what, scopes: ["analytics:read"], sites: [1] }),
      });
      const { key } = (await made.json()) as { key: string };
      const lookup = key.split("_")[1];
      const stream = await open({ authorization: `Bearer ${key}` });
      expect(stream.response.status).toBe(200);
      await sleep(2000);
      expect(stream.hasEnded).toBe(false);
      const change = {
        revoked: "revoked_at = now()",
        expired: "expires_at = now()",
        "without the site": "sites = '{2}'",
        "without the scope": "scopes = '{raw:read}'",
      }[what];
      await service.onPlatform(`update api_key set ${change} where lookup = $1`, [lookup]);
      await expect.poll(() => stream.hasEnded, { timeout: 30_000 }).toBe(true);
      expect(stream.text).toMatch(/\n: ended: .*\n\n$/);
    },
  );
});
