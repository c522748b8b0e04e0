import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { RowChunk } from "../../../store/sql/layout.ts";
import { keyValues, type Table } from "./metadata.ts";
import { schemaOf, sourceOf } from "./schema.ts";
import { type Values, valuesOf } from "./values.ts";

/** Limits of a row group, which is held in memory: values and rows. */
const GROUP_VALUES = 500_000;
const MOST_GROUP_ROWS = 100_000;
/** Metadata of every group is held until the end of the file. */
const MOST_GROUPS = 256;
/** Longer than any column of a group: it is one page. */
const PAGE_BYTES = 16 * 1024 * 1024;

const groupRows = (columns: number): number =>
  Math.min(MOST_GROUP_ROWS, Math.floor(GROUP_VALUES / columns));

/** Maximum rows of a file with a number of columns. */
export const mostParquetRows = (columns: number): number => MOST_GROUPS * groupRows(columns);

/**
 * A Parquet file from chunks of tab-separated lines whose times are microseconds since 1970: typed columns, Snappy,
 * one row group after the other. What is held is one group, and of those before it what the footer says of them.
 */
export async function* parquetPieces(
  table: Table,
  chunks: AsyncIterable<RowChunk>,
): AsyncGenerator<Uint8Array> {
  const { columns } = table;
  const capacity = groupRows(columns.length);
  const group = new RowGroup(columns.map((column) => valuesOf(column, capacity)));
  const bytes = new ByteWriter();
  const file = new ParquetWriter({
    writer: bytes,
    schema: schemaOf(columns),
    kvMetadata: keyValues(table),
    createdBy: "ess-edge",
  });
  const write = () => {
    const data = group.drain();
    const columnData = columns.map((column, i) => sourceOf(column, data[i] ?? []));
    file.write({ columnData, rowGroupSize: capacity, pageSize: PAGE_BYTES });
    file.pendingIndexes.length = 0; // there are none, and they would hold every group
  };
  for await (const chunk of chunks) {
    for (let at = 0, left = chunk.rows; left > 0; ) {
      const some = Math.min(left, capacity - group.rows);
      at = group.take(chunk.bytes, at, some);
      left -= some;
      if (group.rows < capacity) continue;
      write();
      yield* taken(bytes);
    }
  }
  if (group.rows > 0) write();
  file.finish();
  yield* taken(bytes);
}

/** What has been written so far; its memory is used again. */
function* taken(writer: ByteWriter): Generator<Uint8Array> {
  yield writer.getBytes();
  writer.index = 0;
}

const [TAB, LINE_FEED] = [0x09, 0x0a];

class RowGroup {
  rows = 0;
  readonly #columns: readonly Values[];

  constructor(columns: readonly Values[]) {
    this.#columns = columns;
  }

  /** Reads a number of `lines` from `at`. @returns where the next line begins */
  take(bytes: Uint8Array, at: number, lines: number): number {
    const columns = this.#columns;
    let start = at;
    for (let line = 0; line < lines; line++) {
      for (let i = 0; i < columns.length; i++) {
        const stop = i === columns.length - 1 ? LINE_FEED : TAB;
        let end = start;
        while (end < bytes.length && bytes[end] !== stop) end++;
        (columns[i] as Values).take(bytes, start, end);
        start = end + 1;
      }
    }
    this.rows += lines;
    return start;
  }

  drain(): ReturnType<Values["drain"]>[] {
    this.rows = 0;
    return this.#columns.map((values) => values.drain());
  }
}
