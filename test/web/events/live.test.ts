import { expect, test, vi } from "vitest";
import { type Follow, follow } from "../../../client/follow.ts";
import { ApiProblem } from "../../../client/problem.ts";

type Answer = string[] | ApiProblem | "cut";

/** Follows a service that answers so, one after the other, and is left when it has no more answers. */
async function followed(answers: Answer[], options: Partial<Follow> = {}) {
  const left = new AbortController();
  const seen = {
    ids: [] as (string | undefined)[],
    states: [] as string[],
    waits: [] as number[],
    data: [] as string[],
    opens: 0,
  };
  await follow({
    signal: left.signal,
    open: async (lastId, signal) => {
      seen.ids.push(lastId);
      const answer = answers.shift();
      if (answer === undefined) {
        left.abort();
        throw left.signal.reason;
      }
      if (answer instanceof ApiProblem) throw answer;
      return new Response(bodyOf(answer, signal));
    },
    onMessage: ({ data }) => seen.data.push(data),
    onState: (state) => seen.states.push(state),
    onOpen: () => seen.opens++,
    wait: async (millis) => {
      seen.waits.push(millis);
    },
    ...options,
  });
  return seen;
}

function bodyOf(answer: string[] | "cut", signal: AbortSignal): ReadableStream<Uint8Array> {
  const parts = answer === "cut" ? ["id: 9\n\n"] : [...answer];
  return new ReadableStream({
    pull(controller) {
      const part = parts.shift();
      if (part === "…")
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      if (part !== undefined) return controller.enqueue(new TextEncoder().encode(part));
      if (answer === "cut") controller.error(new TypeError("network error"));
      else controller.close();
    },
  });
}

test("an answer that ends is asked for again after a second, from its last message on, and nothing is asked twice", async () => {
  const { ids, data, waits, opens, states } = await followed([
    ["retry: 1000\nid: 4\n\n", 'event: new\nid: 5\ndata: {"a', '":1}\n\n'],
    [": \nid: 8\n\n"],
  ]);
  expect(ids).toEqual([undefined, "5", "8"]);
  expect(data).toEqual(['{"a":1}']);
  expect(waits).toEqual([1000, 1000]);
  expect(opens).toBe(1);
  expect(new Set(states)).toEqual(new Set(["connecting", "live"]));
});

test("a message that was cut off before its end is told again", async () => {
  const { ids } = await followed([["id: 4\n\n", "event: new\nid: 5\nda"]]);
  expect(ids).toEqual([undefined, "4"]);
});

test("a stream that breaks comes again where it was, and what was asked before is asked again", async () => {
  const { ids, states, opens } = await followed(["cut", [": \nid: 10\n\n"]]);
  expect(ids).toEqual([undefined, "9", "10"]);
  expect(states).toEqual(["connecting", "live", "again", "live"]);
  expect(opens).toBe(2);
});

test("waits grow while the service is away, to half a minute, and are short again when it was there", async () => {
  const away = () => new ApiProblem(0, {});
  const { waits } = await followed([...Array.from({ length: 7 }, away), "cut"]);
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 1000]);
});

test("it waits as long as it is told to", async () => {
  const { waits, states } = await followed([new ApiProblem(429, {}, 45)]);
  expect(waits).toEqual([45_000]);
  expect(states).toEqual(["connecting", "again"]);
});

test.each([400, 401, 403])("a refusal, %i, stops it", async (status) => {
  const { states, waits } = await followed([new ApiProblem(status, {}), ["id: 1\n\n"]]);
  expect(states).toEqual(["connecting", "stopped"]);
  expect(waits).toEqual([]);
});

test("a stream that has fallen silent is taken for broken", async () => {
  vi.useFakeTimers();
  const running = followed([["id: 3\n\n", "…"]], { silenceMillis: 15_000 });
  await vi.advanceTimersByTimeAsync(16_000);
  vi.useRealTimers();
  expect((await running).states).toEqual(["connecting", "live", "again"]);
});
