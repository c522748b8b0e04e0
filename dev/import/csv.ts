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
  const next = recordReader(parser[Symbol.asyncIterator]() as AsyncIterator<Parsed>, path);
  const first = await next();
  if (!first)
    throw new ImportError(`${path}: the file is empty; its first line must name the columns`);
  return {
    name: path,
    header: first.record,
    batches: batches(next),
    progress: () => (size === 0 ? 1 : file.bytesRead / size),
  };
}

type Next = () => Promise<Parsed | undefined>;

async function* batches(next: Next): AsyncGenerator<Batch> {
  let rows: string[][] = [];
  let firstLine = 2;
  for (let parsed = await next(); parsed; parsed = await next()) {
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

function recordReader(records: AsyncIterator<Parsed>, path: string): Next {
  let line = 0;
  return async () => {
    try {
      const { done, value } = await records.next();
      if (done) return undefined;
      line = value.info.lines;
      return value;
    } catch (error) {
      throw new ImportError(`${path}: ${explain(error as Error, line)}`);
    }
  };
}

/** What is wrong, and where: the parser names the line itself; otherwise it is the last one that was read. */
function explain(error: Error & { code?: string }, line: number): string {
  if (error instanceof CsvError) return error.message;
  const what =
    error.code === "Z_BUF_ERROR"
      ? "the gzip data ends too early: the file is cut off"
      : error.code?.startsWith("Z_")
        ? `this is no valid gzip data (${error.message})`
        : error.message;
  return `${what}, after line ${line}`;
}
