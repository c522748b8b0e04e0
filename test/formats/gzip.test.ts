import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { gzipped } from "../../src/response/formats/gzip.ts";

const LINE = `${"0.1,0.2,0.3,".repeat(100)}\r\n`;

describe("gzipped", () => {
  it("is unpacked by another program as what went in", async () => {
    async function* pieces() {
      yield "header\r\n";
      for (let i = 0; i < 2000; i++) yield new TextEncoder().encode(`${i},${LINE}`);
    }
    const packed = await Array.fromAsync(gzipped(pieces()));
    const text = gunzipSync(Buffer.concat(packed)).toString();
    expect(text.split("\r\n")).toHaveLength(2002);
    expect(text.endsWith(`1999,${LINE}`)).toBe(true);
  });

  it("of nothing is an empty file", async () => {
    const packed = await Array.fromAsync(gzipped((async function* () {})()));
    expect(gunzipSync(Buffer.concat(packed))).toHaveLength(0);
  });

  it("packs pieces that are larger than what the runtime keeps between writing and reading", async () => {
    const piece = crypto.getRandomValues(new Uint8Array(65_536)); // nothing of it can be packed
    async function* pieces() {
      for (let i = 0; i < 20; i++) yield piece;
    }
    const packed = await Array.fromAsync(gzipped(pieces()));
    expect(gunzipSync(Buffer.concat(packed)).equals(Buffer.concat(Array(20).fill(piece)))).toBe(
      true,
    );
  }, 10_000);

  it("takes no more pieces than it needs for what is asked of it", async () => {
    let taken = 0;
    async function* pieces() {
      for (; taken < 1000; taken++) {
        yield crypto.getRandomValues(new Uint8Array(65_536)); // nothing of it can be packed
      }
    }
    const packed = gzipped(pieces());
    await packed.next();
    await packed.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(taken).toBeLessThan(20);
    await packed.return(undefined);
  });

  it("passes the failure of its pieces on, and does not end the file", async () => {
    async function* pieces() {
      yield LINE;
      throw new Error("the database went away");
    }
    const parts: Uint8Array[] = [];
    const all = async () => {
      for await (const part of gzipped(pieces())) parts.push(part);
    };
    await expect(all()).rejects.toThrow("went away");
    expect(() => gunzipSync(Buffer.concat(parts))).toThrow();
  });

  it("ends its source when nobody wants more", async () => {
    let hasEnded = false;
    async function* pieces() {
      try {
        for (;;) yield crypto.getRandomValues(new Uint8Array(65_536));
      } finally {
        hasEnded = true;
      }
    }
    for await (const _ of gzipped(pieces())) break;
    expect(hasEnded).toBe(true);
  });
});
