import { afterAll, beforeAll, expect, test } from "vitest";
import { openService, problemOf, type Service } from "../support/access.ts";

const PATH = "/api/ess/caller/";
let service: Service;
beforeAll(async () => {
  service = await openService({ PUBLIC_SCOPES: "di:read", PUBLIC_SITES: "3" });
});
afterAll(() => service.close());

test("a key is told its own scopes, sites and end, and not its text", async () => {
  const key = await service.makeKey({
    scopes: ["analytics:read", "raw:read"],
    sites: [2],
    expiresAt: Date.parse("2099-01-01T00:00:00Z"),
  });
  const answer = await service.ask(PATH, key);
  const text = await answer.text();
  expect(answer.status, text).toBe(200);
  expect(JSON.parse(text)).toEqual({
    key: key.lookup,
    scopes: ["raw:read", "analytics:read"],
    sites: [2],
    expires_at: "2099-01-01T00:00:00.000Z",
  });
  expect(text).not.toContain(key.text);
});

test("a key for every site is told all of them", async () => {
  const key = await service.makeKey();
  const caller = await (await service.ask(PATH, key)).json();
  expect(caller).toMatchObject({ sites: [1, 2, 3], expires_at: null });
});

test("without a key it says what anyone may do", async () => {
  expect(await (await service.ask(PATH)).json()).toEqual({
    key: null,
    scopes: ["di:read"],
    sites: [3],
    expires_at: null,
  });
});

test("a wrong key is refused", async () => {
  const wrong = { lookup: "00000000", text: `ess_00000000_${"A".repeat(43)}` };
  expect(await problemOf(await service.ask(PATH, wrong), 401)).toMatchObject({
    code: "unauthorized",
  });
});
