import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { askVia } from "../../../dev/database/ask.ts";
import { withClient } from "../../../dev/database/migrate.ts";
import { sendDue } from "../../../src/ingest/deliver.ts";
import { sionyu } from "../../../src/site/registry/1-sionyu.ts";
import { getProblem, type ProblemBody } from "../../support/http.ts";
import {
  FAULT,
  MAP,
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "./service.ts";

const KEY = "a secret that signs the webhooks of the tests";
const WEBHOOK = `${MAP}operating-sites/1/webhook/`;

type Got = { headers: IncomingHttpHeaders; body: string };
type Webhook = {
  url: string | null;
  secret?: string;
  levels: number[] | null;
  deliveries: {
    change: number;
    type: string;
    outcome: string;
    attempts: number;
    status: number | null;
    next_at: string | null;
  }[];
};

let service: ProtectionService;
const got: Got[] = [];
let answers: { status: number; location?: string }[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    const { status, location } = answers.shift() ?? { status: 204 };
    response.writeHead(status, location ? { location } : {}).end();
  });
});
let address: string;
beforeAll(async () => {
  service = await protectionService();
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await service?.stop();
});
beforeEach(async () => {
  await service.onPlatform("delete from protection_webhook");
  await now(0);
  await service.onPlatform("truncate protection_delivery");
  got.length = 0;
  answers = [];
});

const put = (body: unknown, status = 200) =>
  service.answer<Webhook>(
    fetch(service.url + WEBHOOK, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
    status,
  );
const show = () => service.get<Webhook>(WEBHOOK);

let seconds = 0;
/** A warning, or its end, of a rack now. */
const now = (warning: number, fault = 0) =>
  service.post(
    1,
    "rack",
    rackSeconds(new Date(Date.now() - 3_600_000 + 1000 * seconds++).toISOString(), [
      { [WARNING]: warning, [FAULT]: fault },
    ]),
  );

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(got, "waited in vain").toBeUndefined();
}

/** What the job of the worker does. */
const job = (allowsPrivate = true, { key }: { key: string | undefined } = { key: KEY }) =>
  withClient(service.databases.platform.url, (client) =>
    sendDue(askVia(client), sionyu, { key, allowsPrivate }),
  );
const makeDue = () =>
  service.onPlatform("update protection_delivery set due_at = now() where outcome is null");

test("a message says what happened and is signed with the secret that was shown once", async () => {
  const { secret = "" } = await put({ url: address, language: "en" });
  expect(secret).toMatch(/^whsec_[\w-]{43}$/);
  await now(1);
  await until(() => got.length === 1);
  const [{ headers, body } = { headers: {}, body: "" }] = got;
  const [, time = "", signature] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["ess-signature"])) ?? [];
  expect(signature).toBe(createHmac("sha256", secret).update(`${time}.${body}`).digest("hex"));
  expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(10);
  const message = JSON.parse(body);
  expect(message).toMatchObject({
    type: "new",
    text: "Rack over-voltage warning",
    event: { operating_site: 1, end: null },
  });
  expect(headers["ess-event-id"]).toBe(String(message.change));
  expect(headers["content-type"]).toBe("application/json");
  await now(0);
  await until(() => got.length === 2);
  expect(JSON.parse(got[1]?.body ?? "")).toMatchObject({
    type: "ended",
    event: { id: message.event.id },
  });
  await until(async () =>
    (await show()).deliveries.every(({ outcome }) => outcome === "delivered"),
  );
  const shown = await show();
  expect(shown).toMatchObject({ url: address, levels: [1, 2] });
  expect(shown.deliveries.map(({ type, status, attempts }) => [type, status, attempts])).toEqual([
    ["ended", 204, 1],
    ["new", 204, 1],
  ]);
  expect(JSON.stringify(shown)).not.toContain("whsec_");
  const kept = await service.onPlatform(
    "select to_json(w)::text as text from protection_webhook as w",
  );
  expect(JSON.stringify(kept)).not.toContain(secret.slice(6));
});

test("the receiver of the documentation believes a message, and none that was changed or is old", async () => {
  const guide = readFileSync(join(import.meta.dirname, "../../../docs/protection-map.md"), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? "";
  const { isFromEss } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    isFromEss: (header: string, body: string, secret: string) => boolean;
  };
  const { secret = "" } = await put({ url: address });
  await now(1);
  await until(() => got.length === 1);
  const [{ headers, body } = { headers: {}, body: "" }] = got;
  const header = String(headers["ess-signature"]);
  expect(isFromEss(header, body, secret)).toBe(true);
  expect(isFromEss(header, `${body} `, secret)).toBe(false);
  expect(isFromEss(header, body, `${secret}x`)).toBe(false);
  const old = createHmac("sha256", secret).update(`1700000000.${body}`).digest("hex");
  expect(isFromEss(`t=1700000000,v1=${old}`, body, secret)).toBe(false);
});

test("only the levels that were asked for are sent, and nothing of long ago", async () => {
  await put({ url: address, levels: [2] });
  await now(1);
  await now(1, 1);
  await now(0, 0);
  await until(() => got.length === 2);
  expect(got.map(({ body }) => JSON.parse(body).event.level.id)).toEqual([2, 2]);
  await service.post(
    1,
    "rack",
    rackSeconds("2021-10-01T00:00:00+09:00", [{ [FAULT]: 1 }, { [FAULT]: 0 }]),
  );
  const deliveries = await service.onPlatform("select * from protection_delivery");
  expect(deliveries).toHaveLength(2);
});

test("what is not taken is sent again with longer and longer waits, and given up after the seventh time", async () => {
  await put({ url: address });
  answers = [
    { status: 500 },
    { status: 404 },
    { status: 302, location: address },
    { status: 503 },
    { status: 500 },
    { status: 500 },
    { status: 500 },
    { status: 200 },
  ];
  await now(1);
  await until(async () => (await show()).deliveries[0]?.status === 500);
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 7; attempt++) {
    const [delivery] = (await show()).deliveries;
    expect(delivery, JSON.stringify(delivery)).toMatchObject({
      attempts: attempt,
      outcome: attempt < 7 ? "pending" : "given up",
    });
    if (attempt === 7) break;
    waits.push(Math.round((Date.parse(delivery?.next_at ?? "") - Date.now()) / 60_000));
    expect(await job()).toBe(false);
    expect(got).toHaveLength(attempt);
    await makeDue();
    await job();
  }
  expect(waits).toEqual([1, 5, 30, 120, 360, 1440]);
  await makeDue();
  await job();
  expect(got).toHaveLength(7);
});

test("a redirect is not followed", async () => {
  await put({ url: address });
  answers = [{ status: 307, location: `${address}/elsewhere` }];
  await now(1);
  await until(async () => (await show()).deliveries[0]?.status === 307);
  expect(got).toHaveLength(1);
});

test("a receiver that does not answer holds up neither the rows nor their event", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  await put({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}/` });
  const started = Date.now();
  await now(1);
  expect(Date.now() - started).toBeLessThan(2000);
  expect((await service.items("?open=1")).length).toBeGreaterThan(0);
  await until(async () => (await show()).deliveries[0]?.attempts === 1);
  silent.closeAllConnections();
  silent.close();
});

test("without a key, or where it leads to a private network in earnest, nothing is sent", async () => {
  await put({ url: address });
  answers = Array.from({ length: 5 }, () => ({ status: 500 }));
  await now(1);
  await until(async () => (await show()).deliveries[0]?.status === 500);
  got.length = 0;
  await makeDue();
  expect(await job(true, { key: undefined })).toBe(false);
  await job(false);
  expect(got).toEqual([]);
});

test("another webhook has another secret, and what was for the old one is not sent to it", async () => {
  const first = await put({ url: address });
  answers = [{ status: 500 }];
  await now(1);
  await until(async () => (await show()).deliveries[0]?.status === 500);
  const second = await put({ url: `${address}/2` });
  expect(second.secret).not.toBe(first.secret);
  await makeDue();
  await job();
  expect(got).toHaveLength(1);
  expect((await show()).deliveries[0]?.outcome).toBe("given up");
  const removed = await service.answer<Webhook>(fetch(service.url + WEBHOOK, { method: "DELETE" }));
  expect(removed.url).toBeNull();
  await now(0);
  expect(
    await service.onPlatform("select * from protection_delivery where outcome is null"),
  ).toEqual([]);
});

test.each([
  [{}, ["url"]],
  [{ url: "ftp://example.com", levels: [3], language: "fr" }, ["levels", "language"]],
  [{ url: "ftp://example.com" }, ["url"]],
  [{ url: "http://user:word@127.0.0.1/" }, ["url"]],
  [{ url: "not an address", levels: [], secret: "mine" }, ["url", "levels", "secret"]],
])("%j is refused", async (body, names) => {
  const { errors } = (await put(body, 400)) as unknown as ProblemBody;
  expect(errors.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
});

test("without WEBHOOK_KEY there is no webhook to set", async () => {
  const init = {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ url: "https://example.com/" }),
  };
  const problem = await getProblem(WEBHOOK, 503, init);
  expect(problem).toMatchObject({
    code: "not_configured",
    detail: expect.stringContaining("WEBHOOK_KEY"),
  });
});
