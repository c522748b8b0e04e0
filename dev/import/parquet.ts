import { type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from "hyparquet";
import { asyncBufferFromFile } from "hyparquet/src/node.js";
import { compressors } from "hyparquet-compressors";
import type { RawValue } from "../../src/sites/reading.ts";
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
  const header = parquetSchema(metadata).children.map(({ element }) => element.name);
  const total = Number(metadata.num_rows);
  let read = 0;
  async function* batches(): AsyncGenerator<Batch> {
    for (const group of metadata.row_groups) {
      const end = read + Number(group.num_rows);
      const rows = await readGroup(path, file, metadata, read, end);
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

async function readGroup(
  path: string,
  file: File,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
) {
  try {
    let rows: RawValue[][] = [];
    const onComplete = (all: RawValue[][]) => {
      rows = all;
    };
    await parquetRead({ file, metadata, compressors, rowStart, rowEnd, onComplete });
    return rows;
  } catch (error) {
    const where = `rows ${rowStart + 1} to ${rowEnd}`;
    throw new ImportError(`${path}: ${where} cannot be read (${(error as Error).message})`);
  }
}
