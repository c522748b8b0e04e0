import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, test } from "vitest";
import type { Digest } from "../../../client/trailer-proof";
import type { Format } from "../../../web/pages/data/request/formats";
import { proofOf } from "../../../web/pages/data/transfer/proof";
import { receive } from "../../../web/pages/data/transfer/receive";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const CSV = `timestamp,note\r\n${Array.from({ length: 50 }, (_, i) => `2026-01-05T00:00:${i},"{""rack1"":\r\n${i}}"\r\n`).join("")}`;
const JSON_ROWS = JSON.stringify(
  Array.from({ length: 50 }, (_, i) => ({ id: i, note: { 'a"]}{\\': [i] }, text: "}]{" })),
);

const sha256 = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");
const trailerOf = (text: string, rows: number) => `_end,${rows},${sha256(text)}\r\n`;

function digest(): Digest {
  const hash = createHash("sha256");
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest("hex") };
}

/** A file in pieces that end anywhere. */
function piecesOf(file: string | Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const bytes = typeof file === "string" ? encoder.encode(file) : file;
  const pieces: Uint8Array[] = [];
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] ?? 1;
    pieces.push(bytes.slice(at, at + size));
    at += size;
  }
  return pieces;
}

function memory() {
  const parts: Uint8Array[] = [];
  const sink = {
    became: "open",
    bytes: () => Buffer.concat(parts),
    text: () => decoder.decode(Buffer.concat(parts)),
    write: async (bytes: Uint8Array) => void parts.push(bytes.slice()),
    keep: async () => {
      sink.became = "kept";
    },
    discard: async () => {
      sink.became = "discarded";
    },
  };
  return sink;
}

type Options = {
  proof?: Format["proof"];
  announced?: number | undefined;
  sizes?: readonly number[];
  /** Instead of its end the transfer breaks. */
  isBroken?: boolean;
  sink?: ReturnType<typeof memory>;
  signal?: AbortSignal;
};

async function transfer(file: string | Uint8Array, options: Options = {}) {
  const { proof = "csv trailer", sizes = [37], isBroken, sink = memory() } = options;
  const pieces = piecesOf(file, sizes);
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const piece = pieces.shift();
      if (piece) controller.enqueue(piece);
      else if (isBroken) controller.error(new TypeError("network error"));
      else controller.close();
    },
  });
  const outcome = await receive({
    body,
    proof: proofOf(proof, digest()),
    sink,
    announced: "announced" in options ? options.announced : 50,
    signal: options.signal ?? new AbortController().signal,
    onProgress: () => {},
  });
  return { outcome, sink };
}

describe("a file with a trailer", () => {
  test("is kept without it, in whatever pieces it comes", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const { outcome, sink } = await transfer(CSV + trailerOf(CSV, 50), { sizes });
        expect(outcome).toEqual({
          kind: "complete",
          rows: 50,
          bytes: encoder.encode(CSV).length,
          sha256: sha256(CSV),
        });
        expect(sink.text()).toBe(CSV);
        expect(sink.became).toBe("kept");
      }),
    );
  });

  test("may have more rows than were announced: some came meanwhile", async () => {
    const { outcome } = await transfer(CSV + trailerOf(CSV, 50), { announced: 49 });
    expect(outcome).toMatchObject({ kind: "complete", rows: 50 });
  });

  test("of no rows is its header", async () => {
    const header = "timestamp,note\r\n";
    const { outcome, sink } = await transfer(header + trailerOf(header, 0), { announced: 0 });
    expect(outcome).toMatchObject({ kind: "complete", rows: 0 });
    expect(sink.text()).toBe(header);
  });

  test.for([
    ["broken", "in which the connection breaks", CSV + trailerOf(CSV, 50), { isBroken: true }],
    ["unproved", "that ends early", CSV.slice(0, 900), {}],
    ["unproved", "whose trailer is cut", (CSV + trailerOf(CSV, 50)).slice(0, -3), {}],
    ["altered", "with another byte", CSV.replace("00:00:7", "00:00:8") + trailerOf(CSV, 50), {}],
    ["rows", "with fewer rows than announced", CSV + trailerOf(CSV, 50), { announced: 51 }],
    ["rows", "whose trailer counts other rows", CSV + trailerOf(CSV, 49), { announced: 49 }],
  ] as const)("is %s and not kept: one %s", async ([fault, , text, options]) => {
    const { outcome, sink } = await transfer(text, options);
    expect(outcome).toMatchObject({ kind: "incomplete", fault });
    expect(sink.became).toBe("discarded");
  });
});

describe("an array", () => {
  test("is whole if it is closed and has the rows that were announced", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const { outcome, sink } = await transfer(JSON_ROWS, { proof: "array", sizes });
        expect(outcome).toMatchObject({ kind: "complete", rows: 50, sha256: sha256(JSON_ROWS) });
        expect(sink.text()).toBe(JSON_ROWS);
      }),
    );
    const none = await transfer("[]", { proof: "array", announced: 0 });
    expect(none.outcome).toMatchObject({ kind: "complete", rows: 0 });
  });

  test.for([
    ["unproved", JSON_ROWS.slice(0, -1), 50],
    ["unproved", JSON_ROWS.slice(0, 700), 50],
    ["unproved", JSON_ROWS, undefined],
    ["unproved", "", 0],
    ["rows", JSON_ROWS, 51],
  ] as const)("is %s otherwise", async ([fault, text, announced]) => {
    const { outcome, sink } = await transfer(text, { proof: "array", announced });
    expect(outcome).toMatchObject({ kind: "incomplete", fault });
    expect(sink.became).toBe("discarded");
  });
});

describe("NDJSON", () => {
  const LINES = `${Array.from({ length: 50 }, (_, id) => JSON.stringify({ id, text: '"_end"\n' })).join("\n")}\n`;
  const endOf = (text: string, rows: number) =>
    `${JSON.stringify({ _end: { rows, sha256: sha256(text) } })}\n`;
  const proof = "ndjson trailer";

  test("is kept without its last record, in whatever pieces it comes", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const { outcome, sink } = await transfer(LINES + endOf(LINES, 50), { sizes, proof });
        expect(outcome).toMatchObject({ kind: "complete", rows: 50, sha256: sha256(LINES) });
        expect(sink.text()).toBe(LINES);
      }),
    );
  });

  test("of no rows is empty", async () => {
    const { outcome, sink } = await transfer(endOf("", 0), { announced: 0, proof });
    expect(outcome).toMatchObject({ kind: "complete", rows: 0 });
    expect(sink.text()).toBe("");
  });

  test.for([
    ["unproved", LINES, {}],
    ["unproved", (LINES + endOf(LINES, 50)).slice(0, -2), {}],
    ["altered", LINES.replace('"id":7', '"id":8') + endOf(LINES, 50), {}],
    ["rows", LINES + endOf(LINES, 50), { announced: 51 }],
    ["rows", LINES + endOf(LINES, 49), {}],
  ] as const)("is %s otherwise", async ([fault, text, options]) => {
    const { outcome, sink } = await transfer(text, { ...options, proof });
    expect(outcome).toMatchObject({ kind: "incomplete", fault });
    expect(sink.became).toBe("discarded");
  });
});

describe("gzip", () => {
  const packed = gzipSync(CSV);
  const proof = "gzip";

  test("is kept as it came if it can be unpacked to its end, in whatever pieces it comes", async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(sizes, async (sizes) => {
        const { outcome, sink } = await transfer(packed, { sizes, proof });
        expect(outcome).toMatchObject({ kind: "complete", rows: 50, sha256: sha256(packed) });
        expect(gunzipSync(sink.bytes()).toString()).toBe(CSV);
      }),
    );
  });

  const altered = (at: number) => packed.map((byte, i) => (i === at ? byte ^ 0x40 : byte));
  test.for([
    ["unproved", "that ends early", packed.subarray(0, -1), {}],
    ["unproved", "that ends in its middle", packed.subarray(0, packed.length / 2), {}],
    ["unproved", "with another byte", altered(packed.length >> 1), {}],
    ["unproved", "with another checksum", altered(packed.length - 6), {}],
    ["unproved", "of nothing", new Uint8Array(), {}],
    ["unproved", "whose last row is cut", gzipSync(CSV.slice(0, -5)), {}],
    ["rows", "with fewer rows than announced", packed, { announced: 51 }],
  ] as const)("is %s and not kept: one %s", async ([fault, , bytes, options]) => {
    const { outcome, sink } = await transfer(new Uint8Array(bytes), { ...options, proof });
    expect(outcome).toMatchObject({ kind: "incomplete", fault });
    expect(sink.became).toBe("discarded");
  });
});

describe("Parquet", () => {
  const file = new Uint8Array(
    parquetWriteBuffer({
      columnData: [{ name: "id", data: Array.from({ length: 50 }, (_, id) => id), type: "INT32" }],
      rowGroupSize: 20,
    }),
  );
  const proof = "footer";

  test("is kept as it came if its footer fits, in whatever pieces it comes", async () => {
    for (const size of [1, 7, 100, 10_000]) {
      const { outcome, sink } = await transfer(file, { sizes: [size], proof });
      expect(outcome).toMatchObject({ kind: "complete", rows: 50, sha256: sha256(file) });
      expect(sink.bytes().equals(file)).toBe(true);
    }
  });

  test.for([
    ["unproved", "that ends early", file.slice(0, -1), {}],
    ["unproved", "that ends in its middle", file.slice(0, 200), {}],
    ["unproved", "of nothing", new Uint8Array(), {}],
    ["unproved", "of which nothing was announced", file, { announced: undefined }],
    ["altered", "with a hole in it", new Uint8Array([...file.slice(0, 50), ...file.slice(60)]), {}],
    ["rows", "with fewer rows than announced", file, { announced: 51 }],
  ] as const)("is %s and not kept: one %s", async ([fault, , bytes, options]) => {
    const { outcome, sink } = await transfer(new Uint8Array(bytes), { ...options, proof });
    expect(outcome).toMatchObject({ kind: "incomplete", fault });
    expect(sink.became).toBe("discarded");
  });
});

test("what is cancelled is not kept", async () => {
  const abort = new AbortController();
  abort.abort();
  const { outcome, sink } = await transfer(CSV, { signal: abort.signal, isBroken: true });
  expect(outcome).toEqual({ kind: "cancelled" });
  expect(sink.became).toBe("discarded");
});

test.for(["write", "keep"] as const)(
  "what cannot be saved (%s fails) is told as such and not kept",
  async (name) => {
    const sink = memory();
    sink[name] = () => Promise.reject(new Error("the disk is full"));
    const { outcome } = await transfer(CSV + trailerOf(CSV, 50), { sink });
    expect(outcome.kind).toBe("unsaved");
    expect(sink.became).toBe("discarded");
  },
);
