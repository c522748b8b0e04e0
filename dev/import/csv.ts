import { createReadStream, statSync } from "node:fs";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { type Batch, ImportError, type Source } from "./source.ts";

const BATCH = 2000;

type Parsed = { info: { lines: number }; record: string[] };

/** Opens a CSV file, gzipped if its name ends in `.gz`; UTF-8, one header line. */
export async function openCsv(path: string): Promise<Source> {
  const size = statSync(path).size;
  const file = createReadStream(path);
  const parser = parse({ info: true, bom: true, skip_empty_lines: true });
  const stages = path.endsWith(".gz") ? [file, createGunzip(), parser] : [file, parser];
  // Errors of every stage arrive at the parser, whose reader below reports them.
  pipeline(stages as [Readable, typeof parser], () => {});
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>;
  const first = await next(records, path);
  if (!first)
    throw new ImportError(`${path}: the file is empty; its first line must name the columns`);
  return {
    name: path,
    header: first.record,
    batches: batches(records, path),
    progress: () => (size === 0 ? 1 : file.bytesRead / size),
  };
}

async function* batches(records: AsyncIterator<Parsed>, path: string): AsyncGenerator<Batch> {
  let rows: string[][] = [];
  let firstLine = 2;
  for (let parsed = await next(records, path); parsed; parsed = await next(records, path)) {
    // A batch ends where lines are left out, so that each of its rows is one line.
    const isNext = parsed.info.lines === firstLine + rows.length;
    if (rows.length === BATCH || (rows.length > 0 && !isNext)) {
      yield { firstLine, rows };
      rows = [];
    }
    if (rows.length === 0) firstLine = parsed.info.lines;
    rows.push(parsed.record);
  }
  if (rows.length > 0) yield { firstLine, rows };
}

async function next(records: AsyncIterator<Parsed>, path: string): Promise<Parsed | undefined> {
  try {
    const { done, value } = await records.next();
    return done ? undefined : value;
  } catch (error) {
    throw new ImportError(`${path}: ${explain(error as Error)}`);
  }
}

function explain(error: Error & { code?: string }): string {
  if (error instanceof CsvError) return error.message;
  if (error.code === "Z_BUF_ERROR") return "the gzip data ends too early: the file is cut off";
  if (error.code?.startsWith("Z_")) return `this is no valid gzip data (${error.message})`;
  return error.message;
}
