import { type Digest, isFewer, type Proof, type Proved } from "../../../../client/trailer-proof";

/** Longer than any footer of the service. */
const MOST_FOOTER = 8 * 1024 * 1024;

/** By the footer of a Parquet file: it tells the rows, and where the parts of the file before it lie. */
export class FooterProof implements Proof {
  rows = 0;
  readonly #digest: Digest;
  /** The last bytes of the file. */
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
    // What is missing before the footer moves it forward.
    if (footer.dataEnd !== footer.start) return { ...found, fault: "altered" };
    return { ...found, fault: isFewer(this.rows, announced) ? "rows" : undefined };
  }

  /** What the footer says, and where it and the data before it are; undefined where there is none. */
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

/** `PAR1` at the beginning; the length of the footer and `PAR1` again at the end. */
const MAGIC_BYTES = 4;
const TAIL_BYTES = 8;
