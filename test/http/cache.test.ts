import { expect, test } from "vitest";
import { answerOf, gzipOf, PopularAnswers } from "../../src/response/cache/shared.ts";
import { cacheControl, isClosed, isNamed, weakEtag } from "../../src/response/cache/version.ts";
import { AGAIN_MS, MOST, VersionMemory } from "../../src/response/cache/versions.ts";

const KNOWN_MS = 2_000;

test("a validator is weak and differs with each of its parts and with where they part", async () => {
  const some = await Promise.all([
    weakEtag("a", "b"),
    weakEtag("a", "c"),
    weakEtag("ab"),
    weakEtag("a", "b", ""),
  ]);
  expect(some.every((etag) => /^W\/"[\w-]{22}"$/.test(etag))).toBe(true);
  expect(new Set(some).size).toBe(some.length);
  expect(await weakEtag("a", "b")).toBe(some[0]);
});

test.each([
  ['W/"x"', true],
  ['"x"', true],
  ['"y", W/"x"', true],
  ['W/"y"', false],
  ["*", false],
  ["", false],
  [undefined, false],
])("If-None-Match: %s names W/x: %s", (header, named) => {
  expect(isNamed(header, 'W/"x"')).toBe(named);
});

test("a range is closed when it ended a day ago; one without an end never is", () => {
  const now = Date.parse("2026-01-10T00:00:00Z");
  const at = (text: string) => Date.parse(text) * 1000;
  expect(isClosed(at("2026-01-09T00:00:00Z"), now)).toBe(true);
  expect(isClosed(at("2026-01-09T00:00:01Z"), now)).toBe(false);
  expect(isClosed(undefined, now)).toBe(false);
});

test("closed answers may be kept far longer than open ones, keyed ones by their owner alone", () => {
  const seconds = (text: string) => Number(/max-age=(\d+)/.exec(text)?.[1]);
  expect(seconds(cacheControl(true, true))).toBeGreaterThanOrEqual(
    100 * seconds(cacheControl(true, false)),
  );
  expect(cacheControl(false, true)).toMatch(/^private,/);
  expect(cacheControl(false, false)).toMatch(/^private,.*must-revalidate/);
  expect(cacheControl(true, true)).toMatch(/^public,/);
});

test("a version is known for two seconds, of its own range, and until its site is written to", () => {
  const memory = new VersionMemory();
  memory.put(1, "bank", "v", 1000, KNOWN_MS);
  memory.put(2, "bank", "w", 1000, KNOWN_MS);
  expect(memory.get(1, "bank", 1000 + KNOWN_MS - 1)?.version).toBe("v");
  expect(memory.get(1, "bank", 1000 + KNOWN_MS)).toBeUndefined();
  expect(memory.get(1, "rack", 1000)).toBeUndefined();
  memory.forget(1, 1500);
  expect(memory.get(1, "bank", 1000)).toBeUndefined();
  expect(memory.get(2, "bank", 1000)?.version).toBe("w");
});

test("an answer to a question from before rows were written is not remembered", () => {
  const memory = new VersionMemory();
  memory.forget(1, 1000);
  memory.put(1, "bank", "before", 1000, KNOWN_MS);
  expect(memory.get(1, "bank", 1001)).toBeUndefined();
  memory.put(1, "bank", "after", 1001, KNOWN_MS);
  expect(memory.get(1, "bank", 1002)?.version).toBe("after");
});

test("when a version is old one asks anew and the others go on with it, for half a second", () => {
  const memory = new VersionMemory();
  memory.put(1, "bank", "v", 0, KNOWN_MS);
  expect(memory.get(1, "bank", KNOWN_MS)).toBeUndefined();
  expect(memory.get(1, "bank", KNOWN_MS + 1)?.version).toBe("v");
  expect(memory.get(1, "bank", KNOWN_MS + AGAIN_MS)).toBeUndefined();
});

test("ranges that are made up drive out old ones, not memory", () => {
  const memory = new VersionMemory();
  for (let i = 0; i < 2 * MOST; i++) memory.put(1, String(i), "v", 0, KNOWN_MS);
  expect(memory.get(1, "0", 0)).toBeUndefined();
  expect(memory.get(1, String(MOST), 0)?.version).toBe("v");
  expect(memory.get(1, String(2 * MOST - 1), 0)?.version).toBe("v");
});

const kept = (bytes: number) => ({ gzipped: new Uint8Array(bytes), bytes, headers: [] });
const MEGABYTE = 1024 * 1024;
/** With what it takes beside its body. */
const EIGHTH = MEGABYTE - 2 * 1024;

test("an isolate keeps eight megabytes of answers, and gives up what was not wanted for the longest", () => {
  const popular = new PopularAnswers();
  for (let i = 0; i < 8; i++) popular.put(`answer ${i}`, kept(EIGHTH));
  expect(popular.get("answer 0")).toBeDefined();
  popular.put("one more", kept(1));
  expect(popular.get("answer 0")).toBeDefined();
  expect(popular.get("answer 1")).toBeUndefined();
  expect(popular.get("answer 2")).toBeDefined();
  expect(popular.get("one more")).toBeDefined();
});

test("an answer of more than a megabyte is not kept, and none counts twice", () => {
  const popular = new PopularAnswers();
  popular.put("large", kept(MEGABYTE + 1));
  expect(popular.get("large")).toBeUndefined();
  for (let i = 0; i < 40; i++) popular.put("the same", kept(EIGHTH));
  for (let i = 0; i < 7; i++) popular.put(`answer ${i}`, kept(EIGHTH));
  expect(popular.get("the same")).toBeDefined();
});

test("many small answers have no more room than a few large ones", () => {
  const popular = new PopularAnswers();
  for (let i = 0; i < 10_000; i++) popular.put(`answer ${i}`, kept(1));
  expect(popular.get("answer 5000")).toBeUndefined();
  expect(popular.get("answer 9000")).toBeDefined();
});

test("an answer that is kept gzipped is given whole to those who do not take gzip, and counted as it goes out", async () => {
  const text = "90.5,".repeat(1_000);
  const headers = { "content-type": "text/csv", "content-length": "5000" };
  const gzipped = await gzipOf(new Response(text, { headers }));
  const plain = answerOf(gzipped, false);
  expect(plain.bytes).toBe(5_000);
  expect(await plain.answer.text()).toBe(text);
  const small = answerOf(gzipped, true);
  expect(small.bytes).toBeLessThan(200);
  expect((await small.answer.arrayBuffer()).byteLength).toBe(small.bytes);
  expect(Object.fromEntries(small.answer.headers)).toEqual({
    "content-encoding": "gzip",
    "content-type": "text/csv",
  });
});

test("an answer of a closed range is shown for an hour at most after a correction", () => {
  const ages = [...cacheControl(true, true).matchAll(/=(\d+)/g)].map(([, age]) => Number(age));
  expect(ages).toHaveLength(2);
  expect(ages.reduce((sum, age) => sum + age, 0)).toBeLessThanOrEqual(3600);
});
