import type { RowCounter } from "./row-count.ts";
import type { TrailerSplitter } from "./trailer.ts";

/** Incremental digest. */
export type Digest = { update: (bytes: Uint8Array) => void; hex: () => string };

/** Why a finished transfer is not complete. */
export type Fault =
  /** The trailer is missing. */
  | "unproved"
  /** The SHA-256 differs. */
  | "altered"
  /** Fewer rows than announced, or not as many as the trailer says. */
  | "rows";

export type Proved = { rest: Uint8Array; sha256: string; fault: Fault | undefined };

/** Inspects every byte of a transfer and reports at the end whether it is complete. */
export type Proof = {
  readonly rows: number;
  /** Takes received bytes and returns those that belong to the file. */
  take: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;
  /** @param announced rows at the start of the transfer; more may have been added since */
  end: (announced: number | undefined) => Proved | Promise<Proved>;
};

/** Verifies the trailer: row count and SHA-256 of all bytes before it. */
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
