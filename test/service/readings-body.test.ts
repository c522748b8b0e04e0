import { Readable } from "node:stream";
import { createGzip, gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { residentMiB } from "../../bench/measure.ts";
import { PROBLEMS } from "../../src/response/problem.ts";
import {
  type Format,
  ingestWorld,
  NOTHING,
  refused,
  send,
  TYPES,
  taken,
} from "./support/ingest.ts";

/* Bodies that cannot be read, are too long or are meant to do harm: a clear 4xx, and never a failure. */

const MIB = 1024 * 1024;
const HEADER = "timestamp,bank_id,bank_soc\n";
const ROW = "2022-05-10T00:00:00+09:00,1,50\n";

let world: Awaited<ReturnType<typeof ingestWorld>>;
beforeAll(async () => {
  world = await ingestWorld();
});
afterAll(() => world?.stop());
beforeEach(() => world.query("truncate bank, rack, pcs, etc"));
const url = () => world.runtime.url;
const rows = async () => (await world.query("select from bank")).length;

/** `size` bytes of `text` again and again, gzipped on the fly. */
const bomb = (size: number, text = "\0"): ReadableStream => {
  const piece = Buffer.alloc(MIB, text);
  function* pieces() {
    for (let sent = 0; sent < size; sent += MIB) yield piece;
  }
  const packed = Readable.from(pieces()).pipe(createGzip());
  packed.on("error", () => {}); // the service stops reading
  return Readable.toWeb(packed) as ReadableStream;
};

describe("a request that cannot be read", () => {
  test.each([
    ["", "application/json, application/x-ndjson, text/csv"],
    ["text/plain", "application/json, application/x-ndjson, text/csv"],
    ["application/jsonp", "application/json, application/x-ndjson, text/csv"],
  ])("of the type %j is 415 and says which are taken", async (type, list) => {
    const problem = await refused(
      send(url(), new TextEncoder().encode("[]"), { headers: { "content-type": type } }),
      415,
    );
    expect(problem).toMatchObject({
      code: "unsupported_media_type",
      detail: `Unsupported Content-Type. Use one of: ${list}`,
    });
  });

  test.each(["br", "deflate", "gzip, gzip", "zstd"])("packed as %s is 415", async (encoding) => {
    const headers = { "content-encoding": encoding };
    expect((await refused(send(url(), HEADER, { headers }), 415)).detail).toContain(
      "Send the body with gzip",
    );
  });

  test("with a charset is taken as UTF-8, and refused as any other", async () => {
    const headers = (charset: string) => ({ headers: { "content-type": `text/csv; ${charset}` } });
    await taken(send(url(), HEADER, headers("charset=utf-8")));
    await taken(send(url(), HEADER, headers('header=present; Charset="UTF-8"')));
    const problem = await refused(send(url(), HEADER, headers("charset=euc-kr")), 400);
    expect(problem).toMatchObject({ code: "malformed_body" });
    expect(problem.detail).toBe("The body cannot be read: it is not valid UTF-8");
  });

  test.each<[string, Format, string | Uint8Array, string, number?]>([
    ["empty CSV", "csv", "", "it is empty"],
    ["empty JSON", "json", "", "it is empty"],
    ["empty NDJSON", "ndjson", "", "it is empty"],
    ["UTF-16", "csv", Buffer.from(`\ufeff${HEADER}${ROW}`, "utf16le"), "it is not valid UTF-8"],
    ["Latin-1", "json", Buffer.from('[{"é":1}]', "latin1"), "it is not valid UTF-8"],
    ["cut UTF-8", "csv", Buffer.from("timestamp,뱅크").subarray(0, -1), "it is not valid UTF-8"],
    ["an object", "json", "{}", "it must be a single JSON array of objects"],
    ["a text", "json", "timestamp", "it must be a single JSON array of objects"],
    ["a cut array", "json", "[{}", "element 1 is not valid JSON, or the array is truncated", 1],
    [
      "a cut element",
      "json",
      '[{},{"a":',
      "element 2 is not valid JSON, or the array is truncated",
      2,
    ],
    [
      "a comma too many",
      "json",
      "[{},]",
      "element 2 is not valid JSON, or the array is truncated",
      2,
    ],
    ["two arrays", "json", "[][]", "it must be a single JSON array of objects"],
    [
      "a bracket too many",
      "json",
      "[}]",
      "element 1 is not valid JSON, or the array is truncated",
      1,
    ],
    ["a string without end", "json", '[{"a":"]', "element 1 is not valid JSON", 1],
    ["deep arrays without end", "json", "[".repeat(2 * MIB), "element 1 is not valid JSON", 1],
    ["an open quotation mark", "csv", `${HEADER}"2022`, "inside quotation marks", 2],
    ["a quotation mark in a field", "csv", `${HEADER}20"22,1,5\n`, "out of place", 2],
    ["a quotation mark that goes on", "csv", `${HEADER}"2022"x,1,5\n`, "out of place", 2],
    ["a row of a megabyte", "csv", `${HEADER}${",".repeat(MIB)}`, "longer than 256 KiB"],
    ["a value of a megabyte", "csv", `${HEADER}"${"x\n".repeat(MIB / 2)}"`, "longer than 256 KiB"],
  ])("because of %s is 400 and says why", async (_, format, body, reason, line) => {
    for (const gzip of [false, true]) {
      const problem = await refused(send(url(), body, { format, gzip }), 400);
      expect(problem.code).toBe("malformed_body");
      expect(problem.detail).toContain(reason);
      expect(problem.errors).toMatchObject([
        { in: "body", code: "malformed", ...(line === undefined ? {} : { line }) },
      ]);
    }
    expect(await rows()).toBe(0);
  });

  test("because of its gzip is 400", async () => {
    const packed = gzipSync(HEADER + ROW.repeat(1000));
    const flipped = Buffer.from(packed);
    flipped[20] = (flipped[20] ?? 0) ^ 0xff;
    const bodies = [
      packed.subarray(0, -1),
      packed.subarray(0, 10),
      packed.subarray(0, packed.length >> 1),
      flipped,
      Buffer.concat([packed, Buffer.from("more")]),
      Buffer.from(HEADER),
    ];
    for (const body of bodies) {
      const headers = { "content-encoding": "gzip" };
      const problem = await refused(send(url(), body, { headers }), 400);
      expect(problem.detail).toBe("The body cannot be read: its gzip data is corrupt or truncated");
    }
    expect(await rows()).toBe(0);
  });

  test("with a key that is none, an unknown parameter or an unknown mode is 400, all at once where it can be", async () => {
    const key = await refused(send(url(), HEADER, { key: "two words" }), 400);
    expect(key.errors).toMatchObject([{ in: "header", name: "Idempotency-Key" }]);
    const query = await refused(send(url(), HEADER, { query: "?on-error=ignore&onerror=1" }), 400);
    expect(query.errors.map(({ name }) => name)).toEqual(["on-error", "onerror"]);
  });
});

describe("the limit of 16 MiB", () => {
  test("is kept by a body of exactly so much", async () => {
    const body = new Uint8Array(16 * MIB).fill(10);
    body.set(new TextEncoder().encode(HEADER + ROW));
    expect(await taken(send(url(), body))).toEqual({ ...NOTHING, inserted: 1 });
    await refused(send(url(), Buffer.concat([body, Buffer.from("\n")])), 413);
  });

  test("ends a stream of unknown length, and what is packed too", async () => {
    let sent = 0;
    const long = new ReadableStream({
      pull(stream) {
        stream.enqueue(new Uint8Array(MIB).fill(10));
        sent += 1;
        if (sent === 40) stream.close();
      },
    });
    expect((await refused(send(url(), long), 413)).code).toBe("payload_too_large");
    const random = new Uint8Array(17 * MIB);
    for (let at = 0; at < random.length; at += 65_536) {
      crypto.getRandomValues(random.subarray(at, at + 65_536));
    }
    await refused(send(url(), random, { gzip: true }), 413);
  });

  test("lets a gigabyte that is packed into a megabyte not into memory", {
    timeout: 180_000,
  }, async () => {
    await send(url(), HEADER + ROW);
    const before = residentMiB(world.runtime.pid);
    let peak = before;
    const watching = setInterval(() => {
      peak = Math.max(peak, residentMiB(world.runtime.pid));
    }, 5);
    const headers = { "content-encoding": "gzip" };
    try {
      await refused(send(url(), bomb(1024 * MIB), { headers }), 413);
      for (const format of Object.keys(TYPES) as Format[]) {
        await refused(send(url(), bomb(64 * MIB), { format, headers }), 413);
      }
    } finally {
      clearInterval(watching);
    }
    expect(peak - before, `from ${before} to ${peak} MiB`).toBeLessThan(128);
  });
});

describe("whatever is sent", () => {
  const good = `{"timestamp":"2022-05-10","bank_id":1,"bank_soc":5}`;
  const valid: Record<Format, string> = {
    json: `[${good},${good}]`,
    ndjson: `${good}\n${good}`,
    csv: HEADER + ROW,
  };
  const token = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    '"',
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\ufeff",
    "null",
    "1e999",
    "-",
    "=1+1",
    "@SUM(A1)",
    "timestamp",
    "bank_id",
    '"timestamp":"2022-05-10"',
    '"bank_id":1',
    good,
    HEADER,
    ROW,
    "2022-05-10",
    "'",
    "__proto__",
    '"\\ud800"',
    "9".repeat(400),
  );
  const text = fc.oneof(
    fc.array(token, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.json({ maxDepth: 6 }),
    fc
      .array(
        fc.dictionary(fc.constantFrom("timestamp", "bank_id", "BANK_SOC", "x"), fc.jsonValue()),
        { maxLength: 5 },
      )
      .map((rows) => JSON.stringify(rows)),
    fc
      .tuple(fc.constantFrom(...Object.values(valid)), fc.nat(200), token)
      .map(([body, at, part]) => body.slice(0, at) + part + body.slice(at)),
    fc.integer({ min: 1, max: 200_000 }).map((depth) => `[${'{"a":'.repeat(depth)}`),
  );
  const bytes = fc.oneof(
    { weight: 6, arbitrary: text.map((some) => Buffer.from(some)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)) },
    { weight: 2, arbitrary: text.map((some) => gzipSync(some)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(text, fc.nat(100))
        .map(([some, cut]) => gzipSync(some).subarray(0, -1 - cut)),
    },
  );
  const call = fc.record({
    body: bytes,
    type: fc.constantFrom(
      ...Object.values(TYPES),
      "text/csv; charset=utf-16",
      "image/png",
      "text/csv;;=",
    ),
    encoding: fc.constantFrom(undefined, undefined, "gzip", "GZIP", "identity", "br", ""),
    query: fc.constantFrom("", "", "?on-error=skip", "?on-error=abort", "?on-error=", "?x"),
    component: fc.constantFrom("bank", "bank", "rack", "pcs", "etc", "banks"),
    key: fc.constantFrom(undefined, undefined, undefined, "a", "\u00ff"),
  });

  test("the answer is 200 or a clear 4xx, and memory stays bounded", {
    timeout: 180_000,
  }, async () => {
    const before = residentMiB(world.runtime.pid);
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 12, maxLength: 12 }), async (calls) => {
        await Promise.all(
          calls.map(async ({ body, type, encoding, query, component, key }) => {
            const headers = {
              "content-type": type,
              ...(encoding === undefined ? {} : { "content-encoding": encoding }),
            };
            const response = await send(url(), body, {
              component,
              query,
              headers,
              ...(key ? { key } : {}),
            });
            const answer = await response.text();
            const whole = `${type} ${encoding} ${query} ${body.toString("latin1").slice(0, 300)} → ${response.status} ${answer.slice(0, 400)}`;
            statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
            if (response.status === 200) return;
            const problem = JSON.parse(answer) as { code: keyof typeof PROBLEMS; status: number };
            expect(response.status, whole).toBeGreaterThanOrEqual(400);
            expect(response.status, whole).toBeLessThan(500);
            expect(PROBLEMS[problem.code]?.status, whole).toBe(response.status);
            expect(answer, whole).not.toMatch(
              /SQLSTATE|relation|TypeError|RangeError|Unexpected token|at \w+ \(/,
            );
          }),
        );
      }),
      {
        numRuns: 150,
        seed: 20221005,
        interruptAfterTimeLimit: 150_000,
        markInterruptAsFailure: true,
      },
    );
    for (const status of [200, 400, 415, 422])
      expect([...statuses.keys()], `${[...statuses]}`).toContain(status);
    const after = residentMiB(world.runtime.pid);
    expect(after - before, `from ${before} to ${after} MiB`).toBeLessThan(128);
  });
});
