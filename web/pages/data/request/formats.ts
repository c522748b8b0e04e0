/** A row in JSON. */
export type Row = Readonly<Record<string, unknown>>;

/** An output format. To add one, extend `FORMATS` and the dictionaries. */
export type Format = {
  extension: string;
  mediaType: string;
  /** A file covers a whole component, a list at most one bank. */
  from: "file" | "list";
  /** Additional query parameters. */
  query: Readonly<Record<string, string>>;
  /**
   * Proof of completeness: a trailer with count and digest, the checksum and length of gzip, the footer of Parquet,
   * or the end of the array.
   */
  proof: "csv trailer" | "ndjson trailer" | "gzip" | "footer" | "array";
  /** Approximate bytes per row, with separators. */
  rowBytes: (row: Row) => number;
  /** How pandas reads it: function, arguments, arguments for times, packages. */
  pandas: { call: string; option?: string; times?: string; needs?: string };
  /** How R reads a file. */
  r: { library: string; call: string };
};

const CSV_TIMES = 'parse_dates=["timestamp"]';
/** Typical ratio in a large file. */
const PACKED_SHARE = 0.07;
const PARQUET_SHARE = 0.05;

export const FORMATS = {
  csv: {
    extension: "csv",
    mediaType: "text/csv",
    from: "file",
    query: {},
    proof: "csv trailer",
    rowBytes: csvBytes,
    pandas: { call: "read_csv", times: CSV_TIMES },
    r: { library: "readr", call: "read_csv(file)" },
  },
  "csv.gz": {
    extension: "csv.gz",
    mediaType: "application/gzip",
    from: "file",
    query: { format: "csv.gz" },
    proof: "gzip",
    rowBytes: (row) => csvBytes(row) * PACKED_SHARE,
    pandas: { call: "read_csv", option: 'compression="gzip"', times: CSV_TIMES },
    r: { library: "readr", call: "read_csv(file)" },
  },
  parquet: {
    extension: "parquet",
    mediaType: "application/vnd.apache.parquet",
    from: "file",
    query: { format: "parquet" },
    proof: "footer",
    rowBytes: (row) => csvBytes(row) * PARQUET_SHARE,
    pandas: { call: "read_parquet", needs: "pyarrow" },
    r: { library: "arrow", call: "read_parquet(file)" },
  },
  ndjson: {
    extension: "ndjson",
    mediaType: "application/x-ndjson",
    from: "file",
    query: { format: "ndjson", trailer: "0" },
    proof: "ndjson trailer",
    rowBytes: jsonBytes,
    pandas: { call: "read_json", option: "lines=True" },
    r: { library: "jsonlite", call: "stream_in(file(file))" },
  },
  json: {
    extension: "json",
    mediaType: "application/json",
    from: "list",
    query: { no_page: "true" },
    proof: "array",
    rowBytes: jsonBytes,
    pandas: { call: "read_json" },
    r: { library: "jsonlite", call: "fromJSON(file)" },
  },
} satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[];

function csvBytes(row: Row): number {
  const cells = Object.values(row).map((value) => {
    if (value === null || value === undefined) return 0;
    if (typeof value !== "object") return byteLength(String(value));
    const text = JSON.stringify(value);
    return byteLength(text.replaceAll('"', '""')) + 2;
  });
  return cells.reduce((sum, bytes) => sum + bytes, 0) + cells.length - 1 + 2;
}

function jsonBytes(row: Row): number {
  return byteLength(JSON.stringify(row)) + 1;
}

const byteLength = (text: string): number => new TextEncoder().encode(text).length;
