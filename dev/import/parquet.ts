import {
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaElement,
} from "hyparquet";
import { asyncBufferFromFile } from "hyparquet/src/node.js";
import { compressors } from "hyparquet-compressors";
import type { RawValue } from "../../src/ingest/value.ts";
import { utcText } from "../../src/time/instant.ts";
import { type Batch, ImportError, type Source } from "./source.ts";

type File = Awaited<ReturnType<typeof asyncBufferFromFile>>;

/** Opens a Parquet file; it is read one row group at a time, so that memory is bounded by its largest one. */
export async function openParquet(path: string): Promise<Source> {
  const file = await asyncBufferFromFile(path);
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file);
  } catch (error) {
    throw new ImportError(
      `${path}: this is no complete Parquet file (${(error as Error).message})`,
    );
  }
  const elements = parquetSchema(metadata).children.map(({ element }) => element);
  const header = elements.map(({ name }) => name);
  const wallClock = elements.flatMap((element, i) => (isWallClock(element) ? [i] : []));
  const total = Number(metadata.num_rows);
  let read = 0;
  async function* batches(): AsyncGenerator<Batch> {
    for (const group of metadata.row_groups) {
      const end = read + Number(group.num_rows);
      const rows = await readGroup(path, file, metadata, read, end);
      for (const row of rows) for (const i of wallClock) row[i] = wallText(row[i]);
      yield { firstLine: read + 1, rows };
      read = end;
    }
  }
  return {
    name: path,
    header,
    batches: batches(),
    progress: () => (total === 0 ? 1 : read / total),
  };
}

/** Times as milliseconds since 1970 with a fraction: a Date would lose the microseconds. */
const parsers = {
  timestampFromMilliseconds: (millis: bigint) => Number(millis),
  timestampFromMicroseconds: (micros: bigint) => Number(micros) / 1000,
  timestampFromNanoseconds: (nanos: bigint) => Number(nanos / 1000n) / 1000,
};

const isWallClock = ({ logical_type: type }: SchemaElement): boolean =>
  type?.type === "TIMESTAMP" && !type.isAdjustedToUTC;

/** A time without zone as text without offset, which is read as the site's wall clock. */
function wallText(value: RawValue): RawValue {
  const isTime = typeof value === "number" && Math.abs(value) <= MOST_MILLIS;
  return isTime ? utcText(Math.round(value * 1000)).slice(0, -1) : value;
}

/** The latest time that a Date can hold. */
const MOST_MILLIS = 8.64e15;

async function readGroup(
  path: string,
  file: File,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
) {
  const read = async (columns?: string[]) => {
    let rows: RawValue[][] = [];
    const onComplete = (all: RawValue[][]) => {
      rows = all;
    };
    const part = { file, metadata, rowStart, rowEnd, ...(columns ? { columns } : {}) };
    await parquetRead({ ...part, compressors, parsers, onComplete });
    return rows;
  };
  try {
    return await read();
  } catch (error) {
    const rows = `rows ${rowStart + 1} to ${rowEnd}`;
    const column = await firstUnreadable(metadata, (name) => read([name]));
    const where = column ? `${rows}, column ${column}` : rows;
    throw new ImportError(`${path}: ${where} cannot be read (${(error as Error).message})`);
  }
}

/** Read one by one, the damaged column is the one that fails. */
async function firstUnreadable(
  metadata: FileMetaData,
  read: (column: string) => Promise<unknown>,
): Promise<string | undefined> {
  for (const { element } of parquetSchema(metadata).children) {
    try {
      await read(element.name);
    } catch {
      return element.name;
    }
  }
  return undefined;
}
