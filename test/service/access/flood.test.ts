import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newKey } from "../../../src/domain/access/key.ts";
import { type WatchedEndpoint, watchEndpoint } from "../../support/watched-endpoint.ts";
import { LATEST, openService, type Service, type TestKey } from "../support/access.ts";

/** Ten thousand a minute, for a few seconds. */
const FLOOD = { perSecond: 167, seconds: 3 };

let endpoint: WatchedEndpoint;
let service: Service;
let key: TestKey;
beforeAll(async () => {
  endpoint = await watchEndpoint();
  service = await openService({ NEON_LOCAL_ENDPOINT: endpoint.url });
  key = await service.makeKey();
});
afterAll(async () => {
  await service?.close();
  endpoint?.close();
});

const asked = () => endpoint.count(service.platform.name);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Times in ms of a valid key's requests, one after the other, until `over` says so. */
async function timesUntil(over: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!over()) {
    const started = performance.now();
    const response = await service.ask(LATEST, key);
    await response.text();
    expect(response.status).toBe(200);
    times.push(performance.now() - started);
  }
  return times;
}

test("a flood of wrong keys costs a question each at most, and a valid key hardly notices", async () => {
  let rounds = 0;
  const quiet = await timesUntil(() => rounds++ >= 60);
  const wrong = await Promise.all(
    Array.from({ length: FLOOD.perSecond * FLOOD.seconds }, async () => (await newKey()).text),
  );
  const before = asked();
  const statuses: number[] = [];
  let over = false;
  const measuring = timesUntil(() => over);
  const sent: Promise<void>[] = [];
  const started = performance.now();
  for (const [i, text] of wrong.entries()) {
    const one = async () => {
      const response = await service.ask(LATEST, { text, lookup: "" });
      await response.text();
      statuses.push(response.status);
    };
    sent.push(one());
    const due = started + ((i + 1) * 1000) / FLOOD.perSecond;
    await sleep(Math.max(0, due - performance.now()));
  }
  await Promise.all(sent);
  over = true;
  const loud = await measuring;
  expect(new Set(statuses)).toEqual(new Set([401]));
  // Beside theirs, the valid key is asked for anew now and then.
  expect(asked() - before).toBeLessThanOrEqual(wrong.length + 3);
  const ratio = median(loud) / median(quiet);
  console.log(
    `a valid key: ${median(quiet).toFixed(1)} ms, in the flood ${median(loud).toFixed(1)} ms (${ratio.toFixed(1)}×)`,
  );
  expect(ratio).toBeLessThan(40);
});

test("the same wrong key again, wrong secrets of a true key, and what is no key cost nothing", async () => {
  const { text } = await newKey();
  await service.ask(LATEST, { text, lookup: "" });
  await service.ask(LATEST, key);
  await sleep(100);
  const before = asked();
  for (let i = 0; i < 100; i++) {
    const secret = (await newKey()).text.slice(13);
    for (const wrong of [text, `ess_${key.lookup}_${secret}`, `ess_${i}`, secret, "'"]) {
      expect((await service.ask(LATEST, { text: wrong, lookup: "" })).status).toBe(401);
    }
  }
  await sleep(100);
  expect(asked() - before).toBeLessThanOrEqual(2); // what has grown stale meanwhile
});
