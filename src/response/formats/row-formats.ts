import type { Layout, RowChunk } from "../../store/sql/layout.ts";
import { CRLF, csvPieces } from "./csv.ts";
import { gzipped } from "./gzip.ts";
import { jsonArrayTexts, ndjsonTexts } from "./json.ts";
import { parquetPieces } from "./parquet/file.ts";
import type { Table } from "./parquet/metadata.ts";
import type { Piece } from "./pieces.ts";

/** A format that rows go out in. A new one is an entry of `ROW_FORMATS`. */
export type RowFormat = {
  extension: string;
  /** As it is sent. */
  contentType: string;
  /** As it can be asked for. */
  mediaTypes: readonly string[];
  layout: Layout;
  /** How many times longer the rows become on their way out: windows are that much shorter. */
  growth: number;
  write: (table: Table, chunks: AsyncIterable<RowChunk>) => AsyncIterable<Piece>;
  /** A last record that proves the others, and whether it is there unasked. */
  trailer?: { byDefault: boolean; record: (rows: number, sha256: string) => string };
  /** What becomes of the whole, the last record included. */
  pack?: (pieces: AsyncIterable<Piece>) => AsyncIterable<Piece>;
  /** Its columns have types, times among them, which no text format of times applies to. */
  isTyped?: true;
};

const csv: RowFormat = {
  extension: "csv",
  contentType: "text/csv; charset=utf-8; header=present",
  mediaTypes: ["text/csv"],
  layout: "csv",
  growth: 1,
  write: ({ columns }, chunks) => csvPieces(columns, chunks),
  trailer: { byDefault: false, record: (rows, sha256) => `_end,${rows},${sha256}${CRLF}` },
};

const formats = {
  json: {
    extension: "json",
    contentType: "application/json",
    mediaTypes: ["application/json"],
    layout: "tsv",
    growth: 4, // the names of the columns come in
    write: ({ columns }, chunks) => jsonArrayTexts(columns, chunks),
  },
  csv,
  "csv.gz": {
    ...csv,
    extension: "csv.gz",
    contentType: "application/gzip",
    mediaTypes: ["application/gzip", "application/x-gzip"],
    pack: gzipped,
  },
  ndjson: {
    extension: "ndjson",
    contentType: "application/x-ndjson",
    mediaTypes: ["application/x-ndjson", "application/ndjson", "application/jsonl"],
    layout: "tsv",
    growth: 4,
    write: ({ columns }, chunks) => ndjsonTexts(columns, chunks),
    trailer: {
      byDefault: true,
      record: (rows, sha256) => `${JSON.stringify({ _end: { rows, sha256 } })}\n`,
    },
  },
  parquet: {
    extension: "parquet",
    contentType: "application/vnd.apache.parquet",
    mediaTypes: ["application/vnd.apache.parquet"],
    layout: "tsv",
    growth: 1,
    write: parquetPieces,
    isTyped: true,
  },
} satisfies Record<string, RowFormat>;

export type RowFormatName = keyof typeof formats;
export const ROW_FORMATS: Readonly<Record<RowFormatName, RowFormat>> = formats;

/** Formats of files and of lists; the first one is the default. */
export const FILE_FORMATS = ["csv", "csv.gz", "ndjson", "parquet"] as const;
export const LIST_FORMATS = ["json", ...FILE_FORMATS] as const;
