import type { Text } from "../site/site.ts";
import { MalformedError, MOST_ROW, Strides } from "./malformed.ts";

type JsonObject = Readonly<Record<string, string | number | boolean | object | null>>;

export type JsonReader = {
  /** An object; `line` is its line, or in an array its number, from 1. */
  object: (line: number, object: JsonObject) => void;
  /** A line or an element that is not a valid object. */
  refuse: (line: number, reason: Text) => void;
};

/** A row holds plain values and objects of flags; what is nested deeper is none. */
const MOST_DEPTH = 8;

/** Takes NDJSON apart: an object a line; empty lines are passed over. Yields as `readCsv` does. */
export function* readNdjson(text: string, reader: JsonReader): Generator<undefined, void> {
  const strides = new Strides();
  for (let at = 0, line = 1; at < text.length; line++) {
    const found = text.indexOf("\n", at);
    const end = found === -1 ? text.length : found;
    const part = text.slice(at, end).trim();
    if (part !== "") take(line, part, scan(part, 0), reader, () => reader.refuse(line, NOT_JSON));
    const length = end + 1 - at;
    at = end + 1;
    if (strides.isDue(length)) yield;
  }
}

/**
 * Takes a JSON array of objects apart, one after the other: parsed as a whole it could become many times as
 * large as its text. Yields as `readCsv` does.
 * @throws {MalformedError} for invalid JSON, or JSON other than an array
 */
export function* readJsonArray(text: string, reader: JsonReader): Generator<undefined, void> {
  const strides = new Strides();
  let at = skipSpace(text, 0);
  if (text[at] !== "[") throw notArray();
  at = skipSpace(text, at + 1);
  for (let number = 1; !(number === 1 && text[at] === "]"); number++) {
    const found = scan(text, at);
    take(number, text.slice(at, found.end).trim(), found, reader, () => {
      throw notJson(number);
    });
    const length = found.end - at;
    at = found.end;
    if (strides.isDue(length)) yield;
    if (text[at] !== ",") {
      if (text[at] !== "]") throw notJson(number);
      break;
    }
    at = skipSpace(text, at + 1);
  }
  if (skipSpace(text, at + 1) < text.length) throw notArray();
}

type Scanned = {
  /** Of the value: the comma or bracket after it, or the end of the text. */
  end: number;
  deepest: number;
  /** Names of the outermost object, as often as they are written. */
  names: number;
};

/** Finds the end of the value at `at` without reading it: strings are passed over, brackets counted. */
function scan(text: string, at: number): Scanned {
  let [depth, deepest, names] = [0, 0, 0];
  let end = at;
  for (; end < text.length; end++) {
    const char = text[end];
    if (char === '"') end = endOfString(text, end);
    else if (char === "{" || char === "[") deepest = Math.max(deepest, ++depth);
    else if (char === ":" && depth === 1) names++;
    else if (depth === 0 && (char === "," || char === "]")) break;
    else if (char === "}" || char === "]") depth--;
  }
  return { end: Math.min(end, text.length), deepest, names };
}

/** Place of the quotation mark that ends the string which begins at `start`; the last one if none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text[before] === "\\") before--;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

function take(
  line: number,
  part: string,
  { deepest, names }: Scanned,
  reader: JsonReader,
  onSyntax: () => void,
): void {
  let value: unknown;
  const tooMuch = part.length > MOST_ROW ? TOO_LONG : deepest > MOST_DEPTH ? TOO_DEEP : undefined;
  try {
    value = tooMuch ?? JSON.parse(part);
  } catch {
    onSyntax();
    return;
  }
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  const reason = tooMuch ?? (isObject ? undefined : NO_OBJECT);
  if (reason) reader.refuse(line, reason);
  else if (Object.keys(value as JsonObject).length < names) reader.refuse(line, NAME_TWICE);
  else reader.object(line, value as JsonObject);
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\n\r".includes(text[at] as string)) at++;
  return at;
}

const notArray = () =>
  new MalformedError(
    '객체로 이루어진 JSON 배열 하나여야 합니다. 예: [{"timestamp": "2022-05-10T09:00:00+09:00", "bank_id": 1, "bank_soc": 55.2}]',
    'it must be a single JSON array of objects. Example: [{"timestamp": "2022-05-10T09:00:00+09:00", "bank_id": 1, "bank_soc": 55.2}]',
  );

const notJson = (number: number) =>
  new MalformedError(
    `${number}번째 요소가 올바른 JSON이 아니거나 배열이 닫히지 않았습니다`,
    `element ${number} is not valid JSON, or the array is truncated`,
    number,
  );

const NOT_JSON: Text = { ko: "올바른 JSON이 아닙니다", en: "line is not valid JSON" };
const NO_OBJECT: Text = { ko: "JSON 객체가 아닙니다", en: "is not a JSON object" };
const TOO_LONG: Text = { ko: "256 KiB보다 깁니다", en: "is longer than 256 KiB" };
const TOO_DEEP: Text = {
  ko: `${MOST_DEPTH}단계보다 깊게 중첩되었습니다`,
  en: `is nested more than ${MOST_DEPTH} levels deep`,
};
const NAME_TWICE: Text = { ko: "중복된 이름이 있습니다", en: "has a duplicate name" };
