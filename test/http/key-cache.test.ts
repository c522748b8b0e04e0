import { describe, expect, test } from "vitest";
import type { KeyRecord } from "../../src/domain/access/key.ts";
import { FRESH_MS, KeyCache, MOST, USABLE_MS } from "../../src/request/key-cache.ts";

const record = (lookup: string): KeyRecord => ({ lookup, sha256: "", scopes: new Set() });

describe("what is remembered of a key", () => {
  test("is used while it is fresh, asked for anew when it is stale, forgotten when it is old", () => {
    const cache = new KeyCache();
    expect(cache.get("a", 0)).toBeUndefined();
    cache.put("a", record("a"), 0);
    expect(cache.get("a", FRESH_MS - 1)).toEqual({ record: record("a"), isStale: false });
    expect(cache.get("a", FRESH_MS)).toEqual({ record: record("a"), isStale: true });
    expect(cache.get("a", USABLE_MS - 1)).toMatchObject({ record: record("a") });
    expect(cache.get("a", USABLE_MS)).toBeUndefined();
  });

  test("is asked for anew by one at a time, and by another if that one fails", () => {
    const cache = new KeyCache();
    cache.put("a", record("a"), 0);
    const staleAt = (now: number) => cache.get("a", now)?.isStale;
    expect([FRESH_MS, FRESH_MS + 1, FRESH_MS + 1999, FRESH_MS + 2000].map(staleAt)).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  test("counts from the question, not from the answer, so that a slow one ends no later", () => {
    expect(USABLE_MS).toBeLessThan(30_000);
    const cache = new KeyCache();
    cache.put("a", record("a"), 1000);
    expect(cache.get("a", USABLE_MS + 1000)).toBeUndefined();
  });

  test("is not overwritten by the late answer to an earlier question", () => {
    const cache = new KeyCache();
    const revoked = { ...record("a"), revokedAt: 5 };
    cache.put("a", revoked, 10);
    cache.put("a", record("a"), 9);
    expect(cache.get("a", 11)?.record).toBe(revoked);
    cache.put("b", undefined, 10);
    cache.put("b", record("b"), 9);
    expect(cache.get("b", 11)).toEqual({ record: undefined, isStale: false });
  });

  test("is that there is none, too, until it was made", () => {
    const cache = new KeyCache();
    cache.put("a", undefined, 0);
    expect(cache.get("a", 1)).toEqual({ record: undefined, isStale: false });
    expect(cache.hasMet("a")).toBe(false);
    cache.put("a", record("a"), 2);
    expect(cache.get("a", 3)?.record).toEqual(record("a"));
    expect(cache.hasMet("a")).toBe(true);
    expect(new KeyCache().hasMet("a")).toBe(false);
  });
});

describe("made-up keys", () => {
  test("drive no true one out, however many there are", () => {
    const cache = new KeyCache();
    for (let i = 0; i < MOST; i++) cache.put(`true ${i}`, record(`true ${i}`), 0);
    for (let i = 0; i < 20 * MOST; i++) cache.put(`made up ${i}`, undefined, 1);
    for (let i = 0; i < MOST; i++)
      expect(cache.get(`true ${i}`, 2)?.record?.lookup).toBe(`true ${i}`);
  });

  test("take no more room than is theirs", () => {
    const cache = new KeyCache();
    for (let i = 0; i < 3 * MOST; i++) cache.put(String(i), undefined, 0);
    const kept = Array.from({ length: 3 * MOST }, (_, i) => cache.get(String(i), 1)).filter(
      Boolean,
    );
    expect(kept.length).toBeGreaterThanOrEqual(MOST);
    expect(kept.length).toBeLessThanOrEqual(2 * MOST);
  });
});

test("of more true keys than there is room for, those that were asked for last stay", () => {
  const cache = new KeyCache();
  for (let i = 0; i < MOST; i++) cache.put(String(i), record(String(i)), 0);
  cache.put("0", record("0"), 1);
  for (let i = 0; i < MOST; i++) cache.put(`new ${i}`, record(`new ${i}`), 2);
  expect(cache.get("0", 3)).toBeDefined();
  expect(cache.get("1", 3)).toBeUndefined();
});
