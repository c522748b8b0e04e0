const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Last record of a file: row count, and SHA-256 of all bytes before it. */
const TRAILERS = {
  csv: /\r\n(_end,(\d{1,15}),([0-9a-f]{64})\r\n)$/,
  ndjson: /(?:^|\n)(\{"_end":\{"rows":(\d{1,15}),"sha256":"([0-9a-f]{64})"\}\}\n)$/,
};
const LONGEST = encoder.encode(
  `\n{"_end":{"rows":${"0".repeat(15)},"sha256":"${"0".repeat(64)}"}}\n`,
).length;

export type Trailer = { rows: number; sha256: string };

/** Separates the trailer from a stream. Holds back the bytes that may belong to it. */
export class TrailerSplitter {
  readonly #trailer: RegExp;
  #held: Uint8Array = new Uint8Array();

  constructor(format: keyof typeof TRAILERS) {
    this.#trailer = TRAILERS[format];
  }

  /** Takes received bytes and returns those that belong to the file. */
  take(bytes: Uint8Array): Uint8Array {
    const all = joined(this.#held, bytes);
    const from = Math.max(0, all.length - LONGEST);
    this.#held = all.slice(from);
    return all.subarray(0, from);
  }

  /** Remaining bytes of the file, and the trailer if there was one. */
  end(): { rest: Uint8Array; trailer: Trailer | undefined } {
    const [, record, rows, sha256] = this.#trailer.exec(decoder.decode(this.#held)) ?? [];
    if (record === undefined || sha256 === undefined) {
      return { rest: this.#held, trailer: undefined };
    }
    const rest = this.#held.subarray(0, this.#held.length - record.length);
    return { rest, trailer: { rows: Number(rows), sha256 } };
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
