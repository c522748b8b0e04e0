import { CsvRows, JsonRows, NdjsonRows, type RowCounter } from "../../../../client/row-count";
import { TrailerSplitter } from "../../../../client/trailer";
import {
  type Digest,
  isFewer,
  type Proof,
  type Proved,
  TrailerProof,
} from "../../../../client/trailer-proof";
import type { Format } from "../request/formats";
import { FooterProof } from "./footer-proof";
import { GzipProof } from "./gzip-proof";

export function proofOf(proof: Format["proof"], digest: Digest): Proof {
  switch (proof) {
    case "csv trailer":
      return new TrailerProof(new TrailerSplitter("csv"), new CsvRows(), digest);
    case "ndjson trailer":
      return new TrailerProof(new TrailerSplitter("ndjson"), new NdjsonRows(), digest);
    case "gzip":
      return new GzipProof(digest);
    case "footer":
      return new FooterProof(digest);
    case "array":
      return new ArrayProof(digest);
  }
}

/** Verifies the end of the array and the announced row count. */
class ArrayProof implements Proof {
  readonly #counter: RowCounter = new JsonRows();
  readonly #digest: Digest;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  get rows(): number {
    return this.#counter.rows;
  }

  take(bytes: Uint8Array): Uint8Array {
    this.#digest.update(bytes);
    this.#counter.take(bytes);
    return bytes;
  }

  end(announced: number | undefined): Proved {
    const found = { rest: new Uint8Array(), sha256: this.#digest.hex() };
    if (!this.#counter.isWhole || announced === undefined) return { ...found, fault: "unproved" };
    return { ...found, fault: isFewer(this.rows, announced) ? "rows" : undefined };
  }
}
