import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { RowFormatName } from "../../../src/response/formats/row-formats.ts";
import type { Row } from "../../support/http.ts";

/** Readers that this project did not write, and what they make of a body: rows as JSON has them, times as instants. */
const READERS: Record<RowFormatName, (body: Buffer) => Row[] | Promise<Row[]>> = {
  json: (body) => JSON.parse(body.toString()),
  csv: (body) => parse(body, { columns: true, record_delimiter: "\r\n", cast: csvCell }),
  "csv.gz": (body) => READERS.csv(gunzipSync(body)),
  ndjson: (body) =>
    body
      .toString()
      .trimEnd()
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  parquet: (body) => parquetReadObjects({ file: new Uint8Array(body).buffer, compressors }),
};

const NUMBER = /^-?\d+(\.\d+)?$/;

const csvCell = (text: string, { column, header }: { column: unknown; header: boolean }) => {
  if (header) return text;
  if (text === "") return null;
  if (column === "timestamp") return text;
  // Numbers are read so for speed; what is none is JSON, or a fault.
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(number) ? JSON.parse(text) : number;
};

/** The rows in a body, without the record that ends NDJSON. */
export async function readRows(format: RowFormatName, body: ArrayBuffer): Promise<Row[]> {
  const rows = await READERS[format](Buffer.from(body));
  return rows.filter((row) => !("_end" in row)).map(comparable);
}

/** Objects are texts in Parquet, and times instants. */
function comparable(row: Row): Row {
  for (const name in row) {
    const value = row[name];
    if (name === "timestamp") row[name] = new Date(value as string).getTime();
    else if (typeof value === "string" && value.startsWith("{")) row[name] = JSON.parse(value);
  }
  return row;
}
