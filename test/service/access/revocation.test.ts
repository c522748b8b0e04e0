import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type WatchedEndpoint, watchEndpoint } from "../../support/watched-endpoint.ts";
import { bodyOf, LATEST, openService, type Service } from "../support/access.ts";

let endpoint: WatchedEndpoint;
let service: Service;
beforeAll(async () => {
  endpoint = await watchEndpoint();
  service = await openService({ NEON_LOCAL_ENDPOINT: endpoint.url });
});
afterAll(async () => {
  await service?.close();
  endpoint?.close();
});

const asked = () => endpoint.count(service.platform.name);
const times = (count: number, work: () => Promise<unknown>) =>
  Promise.all(Array.from({ length: count }, work));

test("a key that is known costs the database no question", async () => {
  const key = await service.makeKey();
  const read = async () => bodyOf(await service.ask(LATEST, key));
  await read();
  const before = asked();
  const data = endpoint.count("ess_site_2");
  await times(40, read);
  expect(asked() - before).toBe(0);
  expect(endpoint.count("ess_site_2") - data).toBeGreaterThanOrEqual(40); // versions of rows are asked for as well
});

test("a key that is revoked under load is refused within 30 seconds, and others are not", async () => {
  const [revoked, other] = [await service.makeKey(), await service.makeKey()];
  const admin = await service.makeKey();
  let running = true;
  let failures = 0;
  let lastPassed = 0;
  let firstRefused = 0;
  const load = async () => {
    while (running) {
      const response = await service.ask(LATEST, revoked);
      await response.text();
      if (response.status === 200) lastPassed = Date.now();
      else if (response.status === 401) firstRefused ||= Date.now();
      else failures++;
      const still = await service.ask(LATEST, other);
      await still.text();
      if (still.status !== 200) failures++;
      await sleep(10);
    }
  };
  const loops = [load(), load(), load(), load()];
  await sleep(300);
  expect([lastPassed > 0, firstRefused]).toEqual([true, 0]);
  const revokedAt = Date.now();
  await bodyOf(await service.ask(`/api/ess/keys/${revoked.lookup}/`, admin, { method: "DELETE" }));
  while (firstRefused === 0 && Date.now() - revokedAt < 30_000) await sleep(50);
  await sleep(1000);
  running = false;
  await Promise.all(loops);
  expect(firstRefused, "was refused").toBeGreaterThan(0);
  expect(lastPassed - revokedAt, "ms until the last that passed").toBeLessThan(30_000);
  expect(
    lastPassed - firstRefused,
    "ms from the first refusal to the last that passed",
  ).toBeLessThan(500);
  expect(failures).toBe(0);
});
