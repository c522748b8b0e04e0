import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equalInConstantTime } from "../../src/domain/access/bytes.ts";
import {
  hashKey,
  invalidity,
  type KeyRecord,
  lookupOf,
  newKey,
} from "../../src/domain/access/key.ts";

describe("a new key", () => {
  test("has 32 random bytes beside the part by which it is found", async () => {
    const keys = await Promise.all(Array.from({ length: 200 }, newKey));
    for (const { text, lookup, sha256 } of keys) {
      expect(text).toMatch(/^ess_[0-9a-z]{8}_[A-Za-z0-9_-]{43}$/);
      expect(Buffer.from(text.slice(13), "base64url")).toHaveLength(32);
      expect(lookupOf(text)).toBe(lookup);
      expect(sha256).toBe(createHash("sha256").update(text).digest("hex"));
    }
    for (const part of ["text", "lookup"] as const) {
      expect(new Set(keys.map((key) => key[part])).size).toBe(keys.length);
    }
    expect(new Set(keys.map(({ text }) => text.slice(13))).size).toBe(keys.length);
  });

  test("uses every letter of its alphabet in its lookup part", async () => {
    const keys = await Promise.all(Array.from({ length: 400 }, newKey));
    expect(new Set(keys.map(({ lookup }) => lookup).join("")).size).toBe(36);
  });
});

test("what is not in the form of a key is told without a question", async () => {
  const { text } = await newKey();
  for (const wrong of [
    "",
    "ess_",
    text.slice(1),
    `${text}A`,
    ` ${text}`,
    `${text}\n`,
    text.toUpperCase(),
    text.replace(/_[^_]{8}_/, "_0000-000_"),
  ]) {
    expect(lookupOf(wrong), wrong).toBeUndefined();
  }
  fc.assert(fc.property(fc.string({ maxLength: 80 }), (any) => lookupOf(any) === undefined));
});

test("the whole text is hashed, the part by which it is found too", async () => {
  const { text } = await newKey();
  const changed = text.replace(/^ess_./, text[4] === "0" ? "ess_1" : "ess_0");
  expect(await hashKey(changed)).not.toBe(await hashKey(text));
});

test("texts are equal where === says so", () => {
  const near = fc
    .tuple(fc.string(), fc.nat(), fc.string({ maxLength: 1 }))
    .map(
      ([text, at, more]) =>
        [
          text,
          text.slice(0, at % (text.length + 1)) +
            more +
            text.slice((at % (text.length + 1)) + more.length),
        ] as const,
    );
  fc.assert(fc.property(near, ([a, b]) => equalInConstantTime(a, b) === (a === b)));
  expect(equalInConstantTime("", "a")).toBe(false);
});

test("a key is invalid from the moment it ends, and once it was revoked", () => {
  const key: KeyRecord = { lookup: "00000000", sha256: "", scopes: new Set() };
  expect(invalidity(key, 1000)).toBeUndefined();
  expect(invalidity({ ...key, expiresAt: 1001 }, 1000)).toBeUndefined();
  expect(invalidity({ ...key, expiresAt: 1000 }, 1000)).toBe("expired");
  expect(invalidity({ ...key, revokedAt: 2000 }, 1000)).toBe("revoked");
  expect(invalidity({ ...key, expiresAt: 0, revokedAt: 0 }, 1000)).toBe("revoked");
});
