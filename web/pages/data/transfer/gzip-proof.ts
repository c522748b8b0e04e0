import { CsvRows } from "../../../../client/row-count";
import { type Digest, isFewer, type Proof, type Proved } from "../../../../client/trailer-proof";

/** Verifies the gzip checksum and length, and the row count of the CSV inside. */
export class GzipProof implements Proof {
  readonly #counter = new CsvRows();
  readonly #digest: Digest;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  /** Whether decompression reached the end. */
  readonly #isWhole: Promise<boolean>;

  constructor(digest: Digest) {
    this.#digest = digest;
    const { readable, writable } = new DecompressionStream("gzip");
    this.#writer = writable.getWriter();
    this.#isWhole = this.#count(readable).then(
      () => true,
      () => false,
    );
  }

  get rows(): number {
    return this.#counter.rows;
  }

  async take(bytes: Uint8Array): Promise<Uint8Array> {
    this.#digest.update(bytes);
    await this.#writer.write(bytes.slice()).catch(() => {}); // reported at the end
    return bytes;
  }

  async end(announced: number | undefined): Promise<Proved> {
    await this.#writer.close().catch(() => {});
    const isWhole = await this.#isWhole;
    const found = { rest: new Uint8Array(), sha256: this.#digest.hex() };
    if (!isWhole || !this.#counter.isWhole) return { ...found, fault: "unproved" };
    return { ...found, fault: isFewer(this.rows, announced) ? "rows" : undefined };
  }

  async #count(csv: ReadableStream<Uint8Array>): Promise<void> {
    const reader = csv.getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      this.#counter.take(value);
    }
  }
}
