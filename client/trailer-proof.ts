import type { RowCounter } from "./row-count.ts";
import type { TrailerSplitter } from "./trailer.ts";

/** A digest that is fed piece by piece. */
export type Digest = { update: (bytes: Uint8Array) => void; hex: () => string };

/** What is wrong with a transfer that has come to its end. */
export type Fault =
  /** Its end says nothing of how much it should have been. */
  | "unproved"
  /** The bytes are not those that were sent. */
  | "altered"
  /** There are fewer rows than were announced, or not as many as its end says. */
  | "rows";

export type Proved = { rest: Uint8Array; sha256: string; fault: Fault | undefined };

/** Looks at every byte of a transfer, and at its end tells whether it is whole. */
export type Proof = {
  readonly rows: number;
  /** Takes bytes that came; gives back those that are of the file. */
  take: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** @param announced rows that were there when it began; some may have come since then, none gone */
  end: (announced: number | undefined) => Proved | Promise<Proved>;
};

/** By the last record: its count and its digest of all that came before. */
export class TrailerProof implements Proof {
  readonly #splitter: TrailerSplitter;
  readonly #counter: RowCounter;
  readonly #digest: Digest;

  constructor(splitter: TrailerSplitter, counter: RowCounter, digest: Digest) {
    this.#splitter = splitter;
    this.#counter = counter;
    this.#digest = digest;
  }

  get rows(): number {
    return this.#counter.rows;
  }

  take(bytes: Uint8Array): Uint8Array {
    return this.#look(this.#splitter.take(bytes));
  }

  end(announced: number | undefined): Proved {
    const { rest, trailer } = this.#splitter.end();
    this.#look(rest);
    const sha256 = this.#digest.hex();
    const found = { rest, sha256 };
    if (!trailer) return { ...found, fault: "unproved" };
    if (trailer.sha256 !== sha256) return { ...found, fault: "altered" };
    const isShort = this.rows !== trailer.rows || isFewer(this.rows, announced);
    return { ...found, fault: isShort ? "rows" : undefined };
  }

  #look(bytes: Uint8Array): Uint8Array {
    this.#digest.update(bytes);
    this.#counter.take(bytes);
    return bytes;
  }
}

export const isFewer = (rows: number, announced: number | undefined): boolean =>
  announced !== undefined && rows < announced;
