import { type CsvError, parse } from "csv-parse/sync";
import { MalformedError, MOST_ROW } from "./malformed.ts";

export type CsvReader = {
  /** The names of the first line. */
  header: (names: readonly string[]) => void;
  /** A line of values, as many as it has; `line` is that of the file, from 1. */
  row: (line: number, values: readonly string[]) => void;
};

/**
 * Takes CSV (RFC 4180, UTF-8, BOM or not, one header line) apart; empty lines are passed over.
 * @throws {MalformedError} where quotation marks are out of place, or a row is longer than 256 KiB
 */
export function readCsv(bytes: Uint8Array, reader: CsvReader): void {
  refuseLongLines(bytes);
  let hasHeader = false;
  try {
    parse(bytes, {
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true, // the number of values is part of what is checked of a row
      max_record_size: MOST_ROW,
      on_record: (record: string[], { lines }) => {
        if (hasHeader) reader.row(lines, record);
        else reader.header(record);
        hasHeader = true;
        return null;
      },
    });
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw malformed(error);
  }
}

const [CR, LF] = [13, 10];

/** The parser counts the characters of values alone: a line of commas would become as many values. */
function refuseLongLines(bytes: Uint8Array): void {
  let start = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === LF || bytes[at] === CR) start = at + 1;
    else if (at - start >= MOST_ROW) throw tooLong();
  }
}

const tooLong = (line?: number) =>
  new MalformedError(
    "한 행이 256 KiB보다 깁니다",
    "a row is longer than 256 KiB; does a quotation mark stay open?",
    line,
  );

const isCsvError = (error: unknown): error is CsvError =>
  error instanceof Error && "code" in error && /^(CSV_|INVALID_)/.test(String(error.code));

function malformed(error: CsvError): MalformedError {
  const line = Number(error["lines"]) || undefined;
  if (error.code === "CSV_MAX_RECORD_SIZE") return tooLong(line);
  if (error.code === "CSV_QUOTE_NOT_CLOSED") {
    return new MalformedError(
      "따옴표가 닫히지 않은 채 본문이 끝났습니다",
      "the body ends within quotation marks",
      line,
    );
  }
  return new MalformedError(
    '따옴표의 위치가 잘못되었습니다. 예: "a ""b"" c"',
    'a quotation mark is out of place; right is for example "a ""b"" c"',
    line,
  );
}
