import { type Digest, isFewer, type Proof, type Proved } from "../../../../client/trailer-proof";

/** Upper bound of the footer length, bytes. */
const MOST_FOOTER = 8 * 1024 * 1024;

/** Verifies the Parquet footer: row count and positions of the column chunks. */
export class FooterProof implements Proof {
  rows = 0;
  readonly #digest: Digest;
  /** Last bytes of the file. */
  #tail: Uint8Array[] = [];
  #held = 0;
  #bytes = 0;

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  take(bytes: Uint8Array): Uint8Array {
    this.#digest.update(bytes);
    this.#bytes += bytes.length;
    this.#held += bytes.length;
    this.#tail.push(bytes.slice());
    for (let [first] = this.#tail; first; [first] = this.#tail) {
      if (this.#held - first.length < MOST_FOOTER) break;
      this.#held -= first.length;
      this.#tail.shift();
    }
    return bytes;
  }

  async end(announced: number | undefined): Promise<Proved> {
    const found = { rest: new Uint8Array(), sha256: this.#digest.hex() };
    const footer = await this.#footer();
    if (!footer || announced === undefined) return { ...found, fault: "unproved" };
    this.rows = footer.rows;
    // Missing bytes before the footer shift it forward.
    if (footer.dataEnd !== footer.start) return { ...found, fault: "altered" };
    return { ...found, fault: isFewer(this.rows, announced) ? "rows" : undefined };
  }

  /** Parsed footer with its position and the end of the data; undefined if there is none. */
  async #footer() {
    const { parquetMetadata } = await import("hyparquet");
    const tail = await new Blob(this.#tail as BlobPart[]).arrayBuffer();
    try {
      const { num_rows, row_groups, metadata_length } = parquetMetadata(tail);
      const last = row_groups.at(-1)?.columns.at(-1);
      const { total_compressed_size = 0n } = last?.meta_data ?? {};
      const dataEnd = last ? last.file_offset + total_compressed_size : BigInt(MAGIC_BYTES);
      const start = BigInt(this.#bytes - metadata_length - TAIL_BYTES);
      return { rows: Number(num_rows), dataEnd, start };
    } catch {
      return undefined;
    }
  }
}

/** `PAR1` at the start; footer length and `PAR1` at the end. */
const MAGIC_BYTES = 4;
const TAIL_BYTES = 8;
