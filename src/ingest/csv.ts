import { MalformedError, MOST_ROW, Strides } from "./malformed.ts";

export type CsvReader = {
  /** The names of the first line. */
  header: (names: readonly string[]) => void;
  /** A line of values, as many as it has; `line` is that of the file, from 1. */
  row: (line: number, values: readonly string[]) => void;
};

/**
 * Reads CSV (RFC 4180, BOM or not, one header line) in one pass; empty lines are skipped. csv-parse takes seconds for
 * a million short lines and cannot pause.
 * @yields whenever the caller may let other work go on
 * @throws {MalformedError} where quotation marks are out of place, or a row is longer than 256 KiB
 */
export function* readCsv(text: string, reader: CsvReader): Generator<undefined, void> {
  const strides = new Strides();
  const newline = text.includes("\n") ? "\n" : "\r";
  let hasHeader = false;
  let line = 1;
  for (let at = text.startsWith("\ufeff") ? 1 : 0; at < text.length; line++) {
    const start = at;
    const found = text.indexOf(newline, at);
    let end = found === -1 ? text.length : found;
    let values: string[] | undefined;
    const whole = end === start ? "" : text.slice(start, end);
    if (!whole.includes('"')) {
      if (whole.length > MOST_ROW) throw tooLong(line);
      const plain = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
      if (plain !== "") values = plain.split(",");
    } else {
      const record = quotedRecord(text, start, line, newline);
      ({ values, end } = record);
      line += record.lines;
    }
    at = end + 1;
    if (values) {
      if (hasHeader) reader.row(line, values);
      else reader.header(values);
      hasHeader = true;
    }
    if (strides.isDue(at - start)) yield;
  }
}

const PLAIN = /[^,"\r\n]*/y;

/** Reads a record that has a quotation mark; `end` is where its line break stands. */
function quotedRecord(
  text: string,
  start: number,
  line: number,
  newline: string,
): { values: string[]; end: number; lines: number } {
  const values: string[] = [];
  for (let at = start; ; at++) {
    const value = text[at] === '"' ? quotedValue(text, start, at, line) : plainValue(text, at);
    values.push(value.text);
    at = value.end;
    if (at - start > MOST_ROW) throw tooLong(line);
    if (text[at] === ",") continue;
    if (text[at] === "\r" && text[at + 1] === "\n") at++;
    if (at < text.length && text[at] !== newline) throw misplaced(line);
    return { values, end: at, lines: text.slice(start, at).split(newline).length - 1 };
  }
}

function plainValue(text: string, at: number): { text: string; end: number } {
  PLAIN.lastIndex = at;
  const value = PLAIN.exec(text)?.[0] ?? "";
  return { text: value, end: at + value.length };
}

/** @throws {MalformedError} where the value does not end */
function quotedValue(
  text: string,
  start: number,
  at: number,
  line: number,
): { text: string; end: number } {
  const parts: string[] = [];
  for (let from = at + 1; ; ) {
    const quote = text.indexOf('"', from);
    if ((quote === -1 ? text.length : quote) - start > MOST_ROW) throw tooLong(line);
    if (quote === -1) throw notClosed(line);
    if (text[quote + 1] !== '"') {
      parts.push(text.slice(from, quote));
      return { text: parts.join(""), end: quote + 1 };
    }
    parts.push(text.slice(from, quote + 1));
    from = quote + 2;
  }
}

const tooLong = (line: number) =>
  new MalformedError(
    "한 행이 256 KiB보다 깁니다. 닫히지 않은 따옴표가 있는지 확인하세요",
    "a row is longer than 256 KiB. Check for an unclosed quotation mark",
    line,
  );

const notClosed = (line: number) =>
  new MalformedError("따옴표가 닫히지 않았습니다", "the body ends inside quotation marks", line);

const misplaced = (line: number) =>
  new MalformedError(
    '따옴표의 위치가 잘못되었습니다. 예: "a ""b"" c"',
    'a quotation mark is out of place. Example: "a ""b"" c"',
    line,
  );
