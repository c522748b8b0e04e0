import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  Crowded,
  Gate,
  MOST_WAIT_BEGUN_MS,
  MOST_WAIT_MS,
  WAITING_OF_EACH,
} from "../../src/store/sql/gate.ts";

const LIMITS = { most: 2, longest: 5_000 };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Questions that are answered when they are told to be, in the order in which they began. */
function crowd(gate: Gate, count: number, signal?: AbortSignal) {
  const began: number[] = [];
  const answer: (() => void)[] = [];
  const asked = Array.from({ length: count }, (_, i) =>
    gate.run(
      () => {
        began.push(i);
        return new Promise<number>((resolve) => {
          answer[i] = () => resolve(i);
        });
      },
      { ...LIMITS, signal },
    ),
  );
  for (const one of asked) one.catch(() => {});
  return { asked, began, answer: (i: number) => answer[i]?.() };
}

/** Until everyone who waits has looked. */
const turnOver = () => vi.advanceTimersByTimeAsync(30);

test("so many questions are under way, others in their order", async () => {
  const { asked, began, answer } = crowd(new Gate(), 5);
  await turnOver();
  expect(began).toEqual([0, 1]);
  answer(1);
  await turnOver();
  expect(began).toEqual([0, 1, 2]);
  answer(0);
  await turnOver();
  expect(began).toEqual([0, 1, 2, 3]);
  answer(2);
  await turnOver();
  expect(began).toEqual([0, 1, 2, 3, 4]);
  answer(3);
  answer(4);
  expect(await Promise.all(asked)).toEqual([0, 1, 2, 3, 4]);
});

test("a question that fails gives its turn back, and so does one that fails at once", async () => {
  const gate = new Gate();
  const fail = () => gate.run(() => Promise.reject(new Error("no")), LIMITS);
  for (let i = 0; i < 5; i++) await expect(fail()).rejects.toThrow("no");
  const failing = () => {
    throw new Error("not even asked");
  };
  for (let i = 0; i < 5; i++) await expect(gate.run(failing, LIMITS)).rejects.toThrow("not even");
  expect(await gate.run(async () => 1, LIMITS)).toBe(1);
});

test("who has waited too long is refused, and is not begun later", async () => {
  const gate = new Gate();
  const { asked, began, answer } = crowd(gate, 3);
  const last = expect(asked[2]).rejects.toBeInstanceOf(Crowded);
  await vi.advanceTimersByTimeAsync(MOST_WAIT_MS + 30);
  await last;
  answer(0);
  answer(1);
  await turnOver();
  expect(began).toEqual([0, 1]);
  expect(await gate.run(async () => 1, LIMITS)).toBe(1);
});

test("so many may wait, the next is refused at once", async () => {
  const most = LIMITS.most * (1 + WAITING_OF_EACH);
  const { asked } = crowd(new Gate(), most + 1);
  await expect(asked[most]).rejects.toBeInstanceOf(Crowded);
});

test("an answer that has begun waits longer, and where too many wait already", async () => {
  const gate = new Gate();
  const { answer } = crowd(gate, LIMITS.most * (1 + WAITING_OF_EACH));
  const begun = gate.run(async () => "whole", { ...LIMITS, hasBegun: () => true });
  const late = gate.run(async () => "whole", { most: 0, longest: 1, hasBegun: () => true });
  const broken = expect(late).rejects.toBeInstanceOf(Crowded);
  const before = vi.fn();
  begun.then(before);
  await vi.advanceTimersByTimeAsync(MOST_WAIT_MS + 500);
  expect(before).not.toHaveBeenCalled();
  answer(0);
  await turnOver();
  expect(await begun).toBe("whole");
  await vi.advanceTimersByTimeAsync(MOST_WAIT_BEGUN_MS);
  await broken;
});

test("who goes away waits no longer, and takes nobody's turn", async () => {
  const gate = new Gate();
  const first = crowd(gate, 2);
  const leaving = new AbortController();
  const { asked, began } = crowd(gate, 1, leaving.signal);
  const then = crowd(gate, 1);
  const gone = expect(asked[0]).rejects.toThrow("gone");
  leaving.abort(new Error("gone"));
  await turnOver();
  await gone;
  first.answer(0);
  await turnOver();
  expect([began, then.began]).toEqual([[], [0]]);
});

test("a turn that is never given back ends by itself", async () => {
  const gate = new Gate();
  crowd(gate, 2);
  await vi.advanceTimersByTimeAsync(LIMITS.longest - 50);
  const late = crowd(gate, 1);
  await turnOver();
  expect(late.began).toEqual([]);
  await turnOver();
  expect(late.began).toEqual([0]);
  expect(await gate.run(async () => 1, LIMITS)).toBe(1);
});

test("who stops looking, because its request is over, keeps nobody waiting", async () => {
  const gate = new Gate();
  const first = crowd(gate, 2);
  const set = vi.spyOn(globalThis, "setTimeout").mockImplementation(() => 0 as never); // never called back
  crowd(gate, 3);
  await Promise.resolve();
  set.mockRestore();
  const then = crowd(gate, 1);
  first.answer(0);
  await vi.advanceTimersByTimeAsync(600);
  expect(then.began).toEqual([0]);
});
