import type { RawValue } from "../../src/ingest/value.ts";

/** Rows of a file or of the simulator, in batches; `firstLine` is the line or row number of its first row. */
export type Batch = { firstLine: number; rows: readonly (readonly RawValue[])[] };

export type Source = {
  /** What messages call it, e.g. the file's path. */
  name: string;
  /** Names of the columns, in the order of the values. */
  header: readonly string[];
  batches: AsyncIterable<Batch> | Iterable<Batch>;
  /** Share of the source read so far, 0 to 1. */
  progress: () => number;
};

/** A source that cannot be taken as it is; the message names the file, the line and the column. */
export class ImportError extends Error {
  override name = "ImportError";
}
