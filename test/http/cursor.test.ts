import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cursor, decodeCursor, encodeCursor, fingerprint } from "../../src/response/cursor.ts";

const AT = 1_652_108_400_000_000;

const cursors: fc.Arbitrary<Cursor> = fc.record({
  direction: fc.constantFrom("after" as const, "before" as const),
  key: fc
    .tuple(
      fc.integer({ min: 0, max: 4_199_999_999_999_999 }),
      fc.array(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }), { maxLength: 2 }),
    )
    .map(([micros, ids]) => [micros, ...ids]),
  position: fc.maxSafeNat(),
  count: fc.maxSafeNat(),
  list: fc.string().map(fingerprint),
});

const base64Url = (text: string): string => Buffer.from(text).toString("base64url");

/** What comes of a text: nothing, or a cursor that the database can be asked with. */
function expectSafe(text: string): void {
  const cursor = decodeCursor(text);
  if (cursor === undefined) return;
  const shown = `${text} → ${JSON.stringify(cursor)}`;
  const { direction, key, position, count, list } = cursor;
  expect(["after", "before"], shown).toContain(direction);
  expect(typeof list, shown).toBe("string");
  for (const n of [position, count, ...key]) expect(Number.isSafeInteger(n), shown).toBe(true);
  expect(Math.min(position, count), shown).toBeGreaterThanOrEqual(0);
  expect(() => new Date((key[0] ?? Number.NaN) / 1000).toISOString(), shown).not.toThrow();
  for (const id of key.slice(1)) expect(id | 0, shown).toBe(id);
}

describe("a cursor", () => {
  it("comes back as it was, whatever it holds", () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(decodeCursor(encodeCursor(cursor)), encodeCursor(cursor)).toEqual(cursor);
      }),
      { numRuns: 500 },
    );
  });

  it("stands in an address as it is", () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        expect(encodeCursor(cursor)).toMatch(/^[A-Za-z0-9_-]+$/);
      }),
    );
  });

  it.each([
    ["no base64", "%%%"],
    ["nothing", ""],
    ["no JSON", base64Url("not json")],
    ["JSON that is cut off", base64Url(`[1,1,0,0,"x",${AT}`)],
    ["an object", base64Url("{}")],
    ["null", base64Url("null")],
    ["too few parts", base64Url('[1,1,0,0,"x"]')],
    ["too many parts", base64Url(`[1,1,0,0,"x",${AT},1,2,3]`)],
    ["another version", base64Url(`[2,1,0,0,"x",${AT}]`)],
    ["a direction that there is not", base64Url(`[1,2,0,0,"x",${AT}]`)],
    ["a direction as text", base64Url(`[1,"1",0,0,"x",${AT}]`)],
    ["a position as text", base64Url(`[1,1,"0",0,"x",${AT}]`)],
    ["a position before the first row", base64Url(`[1,1,-1,0,"x",${AT}]`)],
    ["a count below zero", base64Url(`[1,1,0,-1,"x",${AT}]`)],
    ["a count with a fraction", base64Url(`[1,1,0,0.5,"x",${AT}]`)],
    ["a list as a number", base64Url(`[1,1,0,0,5,${AT}]`)],
    ["a time as text", base64Url(`[1,1,0,0,"x","${AT}"]`)],
    ["a time before 1970", base64Url('[1,1,0,0,"x",-1]')],
    ["a time that no calendar has", base64Url('[1,1,0,0,"x",9007199254740991]')],
    ["no time", base64Url('[1,1,0,0,"x",null]')],
    ["an id as text", base64Url(`[1,1,0,0,"x",${AT},"1"]`)],
    ["an id beyond 32 bits", base64Url(`[1,1,0,0,"x",${AT},2147483648]`)],
    ["an array for an id", base64Url(`[1,1,0,0,"x",${AT},[1]]`)],
  ])("is refused if it holds %s", (_, text) => {
    expect(decodeCursor(text), text).toBeUndefined();
  });

  it("is refused if it is a text of chance", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc.string().map(base64Url),
      fc.json().map(base64Url),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(decodeCursor(text), text).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it("is refused or still safe after any damage, without a throw", () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.constantFrom("cut", "insert", "replace", "drop"),
      fc.string({ minLength: 1, maxLength: 1, unit: "grapheme" }),
    );
    fc.assert(
      fc.property(cursors, damage, fc.boolean(), (cursor, [at, kind, letter], inside) => {
        const whole = encodeCursor(cursor);
        const text = inside ? Buffer.from(whole, "base64url").toString() : whole;
        const i = at % text.length;
        const damaged = {
          cut: text.slice(0, i),
          insert: text.slice(0, i) + letter + text.slice(i),
          replace: text.slice(0, i) + letter + text.slice(i + 1),
          drop: text.slice(0, i) + text.slice(i + 1),
        }[kind];
        expectSafe(inside ? base64Url(damaged ?? "") : (damaged ?? ""));
      }),
      { numRuns: 5000 },
    );
  });

  it("is refused where a number is one that none of ours is written as", () => {
    const written = (id: string) => base64Url(`[1,1,10,100,"list",1000000000000000,${id}]`);
    expect(decodeCursor(written("0"))?.key).toEqual([1_000_000_000_000_000, 0]);
    for (const id of ["-0", "-0.0", "0.5", "1e99"]) {
      expect(decodeCursor(written(id)), id).toBeUndefined();
    }
  });

  it("is refused or safe if its parts are any JSON", () => {
    const part = fc.oneof(fc.jsonValue(), fc.constantFrom(0, 1, "x", AT), fc.integer());
    const lists = fc.tuple(fc.constantFrom(1, 1, 2), fc.array(part, { maxLength: 8 }));
    fc.assert(
      fc.property(lists, ([version, parts]) => {
        expectSafe(base64Url(JSON.stringify([version, ...parts])));
      }),
      { numRuns: 5000 },
    );
  });
});

describe("fingerprint", () => {
  it("is the 32 bits of FNV-1a in base 36", () => {
    expect(Number.parseInt(fingerprint(""), 36)).toBe(0x811c9dc5);
    expect(Number.parseInt(fingerprint("a"), 36)).toBe(0xe40c292c);
    expect(Number.parseInt(fingerprint("foobar"), 36)).toBe(0xbf9cf968);
  });

  it("tells texts apart that differ in one letter", () => {
    const texts = Array.from({ length: 5000 }, (_, i) => `[2,"rack",1,${i},null,null]`);
    expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
  });
});
