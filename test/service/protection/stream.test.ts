import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { ProblemBody } from "../../support/http.ts";
import { watchEndpoint } from "../../support/watched-endpoint.ts";
import {
  FAULT,
  type Item,
  MAP,
  type ProtectionService,
  protectionService,
  rackSeconds,
  WARNING,
} from "./service.ts";

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

type Message = { type: string; id: string; item: Item };

/** Follows the stream until `enough` messages with data have come of those that `counts`, or it ends by itself. */
async function follow(
  query: string,
  {
    lastId,
    enough,
    counts = () => true,
  }: { lastId?: string; enough?: number; counts?: (message: Message) => boolean } = {},
) {
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  const response = await fetch(`${service.url}${MAP}stream/${query}`, {
    headers: lastId === undefined ? {} : { "last-event-id": lastId },
    signal: stopping.signal,
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const messages: Message[] = [];
  let position = lastId ?? "";
  let opened = () => {};
  const isOpen = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const done = (async () => {
    let text = "";
    const decoder = new TextDecoder();
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const fields = Object.fromEntries(
          part
            .split("\n")
            .map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]),
        );
        if (fields.id !== undefined) position = fields.id;
        opened();
        if (fields.data === undefined) continue;
        const message = {
          type: fields.event ?? "",
          id: fields.id ?? "",
          item: JSON.parse(fields.data),
        };
        if (counts(message)) messages.push(message);
        if (messages.length === enough) {
          stopping.abort();
          return;
        }
      }
    }
  })().catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  await isOpen;
  return { done, messages, position: () => position };
}

const brief = (messages: readonly Message[]) =>
  messages.map(
    ({ type, item }) => `${type} ${item.operating_site}/${item.rack_id} ${item.level.id}`,
  );
const at = (minute: number) => `2025-05-01T10:${String(minute).padStart(2, "0")}:00+09:00`;
const flags = (warning: number, fault = 0) => ({
  [WARNING]: warning,
  [FAULT]: fault,
  RACK_MAX_CELL_VOLTAGE: 4.06,
});
const send = (site: number, minute: number, warning: number, fault = 0, rack = 1) =>
  service.post(site, "rack", rackSeconds(at(minute), [flags(warning, fault)], rack));

test("an id that no change has yet costs neither its client nor others a change", async () => {
  const ahead = await follow("", { lastId: "999999999999999", enough: 1 });
  await sleep(3_000); // it has asked the shared feed
  const other = await follow("", { enough: 1 });
  await sleep(3_000);
  await send(2, 40, 1, 0, 7);
  for (const { messages } of [ahead, other]) {
    await expect.poll(() => brief(messages), { timeout: 15_000 }).toEqual(["new 2/7 1"]);
  }
  await send(2, 41, 0, 0, 7);
});

test("tells of what begins, ends and never was, and after a break of all that came since, once", async () => {
  await send(1, 0, 1, 0, 8);
  const first = await follow("", { enough: 1 });
  await send(1, 1, 1);
  await first.done;
  expect(brief(first.messages)).toEqual(["new 1/1 1"]);
  expect(first.messages[0]?.item).toMatchObject({
    timestamp: at(1),
    end: null,
    error_code: { id: 6 },
  });
  // Nobody listens now.
  await send(1, 2, 0, 1);
  await send(2, 3, 1);
  await service.post(1, "rack", rackSeconds(at(0), [flags(0)], 8));
  const second = await follow("", { lastId: first.position(), enough: 4 });
  await second.done;
  expect(brief(second.messages)).toEqual(
    ["ended 1/1 1", "new 1/1 2", "new 2/1 1", "withdrawn 1/8 1"].toSorted(
      (a, b) => order(second.messages, a) - order(second.messages, b),
    ),
  );
  expect(second.messages.find(({ type }) => type === "ended")?.item.end).toBe(at(2));
  const ids = [...first.messages, ...second.messages].map(({ id }) => Number(id));
  expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
  const third = await follow("?seconds=2", { lastId: second.position() });
  await third.done;
  expect(third.messages).toEqual([]);
});

const order = (messages: readonly Message[], text: string) => brief(messages).indexOf(text);

test("tells only of a site and a level where it is asked to, and still moves on", async () => {
  const following = await follow("?site=2&level=2&seconds=6");
  await send(1, 10, 1, 1, 2);
  await send(2, 10, 1, 1, 2);
  await following.done;
  expect(brief(following.messages)).toEqual(["new 2/2 2"]);
  const rest = await follow("?seconds=1", { lastId: following.position() });
  await rest.done;
  expect(rest.messages).toEqual([]);
});

test("an event that goes on after all is new again, and one that comes back too", async () => {
  const start = await follow("?seconds=1");
  await start.done;
  await service.post(1, "rack", rackSeconds(at(20), [flags(1), flags(0)], 3));
  await service.post(1, "rack", rackSeconds(at(20), [flags(1), flags(1)], 3));
  await service.post(1, "rack", rackSeconds(at(20), [flags(0), flags(0)], 3));
  await service.post(1, "rack", rackSeconds(at(20), [flags(1), flags(0)], 3));
  const list = await service.items("?rack=3&start-time=2025-05-01", `${MAP}operating-sites/1/`);
  expect(list).toMatchObject([{ timestamp: at(20), end: at(20).replace(":00+", ":01+") }]);
  const all = await follow("?seconds=1", { lastId: start.position() });
  await all.done;
  expect(brief(all.messages)).toEqual(["new 1/3 1", "ended 1/3 1"]);
});

test("no change is missed by who reads while many are written", { timeout: 120_000 }, async () => {
  // Events that were open before end among them.
  const isTheirs = ({ item }: Message) => item.timestamp >= at(30);
  const reader = await follow("", { enough: 96, counts: isTheirs });
  const writers = Array.from({ length: 8 }, async (_, k) => {
    for (let i = 0; i < 6; i++)
      await send(1 + (k % 2), 30 + 2 * i, 1, 0, 1 + k).then(() =>
        send(1 + (k % 2), 31 + 2 * i, 0, 0, 1 + k),
      );
  });
  await Promise.all(writers);
  await reader.done;
  const kinds = reader.messages.map(({ type }) => type);
  expect(kinds.filter((type) => type === "new")).toHaveLength(48);
  expect(kinds.filter((type) => type === "ended")).toHaveLength(48);
  expect(new Set(reader.messages.map(({ type, item }) => `${type} ${item.id}`)).size).toBe(96);
});

test("an id that is none is refused, and HEAD ends at once", async () => {
  const response = fetch(`${service.url}${MAP}stream/?level=3`, {
    headers: { "last-event-id": "x" },
  });
  const { errors } = await service.answer<ProblemBody>(response, 400);
  expect(errors.map(({ in: where, name }) => [where, name])).toEqual([
    ["query", "level"],
    ["header", "Last-Event-ID"],
  ]);
  const head = await fetch(`${service.url}${MAP}stream/`, { method: "HEAD" });
  expect(head.status).toBe(200);
});

test("asks the database no more when its client has gone", async () => {
  const count = () => endpoint.count(service.databases.platform.name);
  const gone = await follow("", { enough: 1 });
  const before = count();
  await new Promise((resolve) => setTimeout(resolve, 4000));
  expect(count() - before).toBeGreaterThanOrEqual(2);
  await send(1, 50, 1, 0, 7);
  await gone.done;
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const after = count();
  await new Promise((resolve) => setTimeout(resolve, 6000));
  expect(count()).toBe(after);
});
