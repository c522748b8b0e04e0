import { type Column, MOST_INTEGER, MOST_OBJECT_CHARACTERS, type Text } from "../site/site.ts";
import { parseMoment, utcText, YEARS } from "../time/instant.ts";

/** A value as a file, a request body or the simulator gives it. */
export type RawValue = string | number | bigint | boolean | Date | object | null | undefined;

/** Thrown by `readValue`, caught where the column is known. */
export class Unreadable extends Error {
  readonly reason: Text;
  constructor(ko: string, en: string) {
    super(en);
    this.reason = { ko, en };
  }
}

/**
 * The text of a value for the database (times in UTC); null for a missing one.
 * @throws {Unreadable}
 */
export function readValue(column: Column, raw: RawValue, timeZone: string): string | null {
  const value = typeof raw === "string" ? raw.trim() : raw;
  if (isMissing(value)) return null;
  switch (column.type) {
    case "timestamptz":
      return readTime(value, timeZone);
    case "integer":
      return readInteger(value);
    case "double precision":
      return readDouble(value);
    case "text":
      return readObject(value);
  }
}

const MISSING = new Set(["", "nan", "null", "none"]);

const isMissing = (value: RawValue): boolean =>
  value === null ||
  value === undefined ||
  Number.isNaN(value) ||
  (typeof value === "string" && MISSING.has(value.toLowerCase()));

const EARLIEST = Date.UTC(YEARS.first, 0, 1) * 1000;
const LATEST = Date.UTC(YEARS.last + 1, 0, 1) * 1000;

function readTime(value: RawValue, timeZone: string): string {
  const micros = readMicros(value, timeZone);
  if (micros === undefined || !(micros >= EARLIEST && micros < LATEST)) {
    throw new Unreadable(
      `${shown(value)}은(는) ${YEARS.first}년에서 ${YEARS.last}년 사이의 시각이 아닙니다. 예: 2022-05-10T09:30:00+09:00`,
      `${shown(value)} is not a time between ${YEARS.first} and ${YEARS.last}. Example: 2022-05-10T09:30:00+09:00`,
    );
  }
  return utcText(micros);
}

/** A Date or a number is an instant already: milliseconds since 1970. */
function readMicros(value: RawValue, timeZone: string): number | undefined {
  if (value instanceof Date) return value.getTime() * 1000;
  if (typeof value === "number") return Math.round(value * 1000);
  return typeof value === "string" ? parseMoment(value, timeZone) : undefined;
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** Objects are never numbers, and some have no text: `{"toString": 1}`. */
const numberText = (value: RawValue): string =>
  typeof value === "object" ? "" : String(typeof value === "boolean" ? Number(value) : value);

function readDouble(value: RawValue): string {
  const text = numberText(value);
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) {
    throw new Unreadable(
      `${shown(value)}은(는) 숫자가 아닙니다. 예: 3.721`,
      `${shown(value)} is not a number. Example: 3.721`,
    );
  }
  return number === 0 ? "0" : text; // Postgres refuses 1e-400
}

function readInteger(value: RawValue): string {
  const text = numberText(value);
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isInteger(number) || Math.abs(number) > MOST_INTEGER) {
    throw new Unreadable(
      `${shown(value)}은(는) 32비트 정수가 아닙니다. 예: 1`,
      `${shown(value)} is not a 32-bit integer. Example: 1`,
    );
  }
  return String(number);
}

/** A JSON object of flags; the collectors of the original wrote it as a Python literal. */
function readObject(value: RawValue): string {
  const text = typeof value === "object" ? jsonOf(value) : String(value);
  if (text === lastObject.text) return lastObject.json;
  if (text.length > MOST_OBJECT_CHARACTERS) {
    throw new Unreadable(
      `객체는 최대 ${MOST_OBJECT_CHARACTERS}자입니다`,
      `is longer than ${MOST_OBJECT_CHARACTERS} characters, the limit for an object`,
    );
  }
  const json = objectToJson(text);
  lastObject = { text, json };
  return json;
}

// Such an object hardly ever changes from one row to the next.
let lastObject = { text: "{}", json: "{}" };

function objectToJson(text: string): string {
  for (const candidate of [text, pythonToJson(text)]) {
    try {
      const parsed: unknown = JSON.parse(candidate);
      if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) {
        return JSON.stringify(parsed);
      }
    } catch {
      // The other notation may fit.
    }
  }
  throw new Unreadable(
    `${shown(text)}은(는) 객체가 아닙니다. 예: {"rack1": 0, "rack2": 0}`,
    `${shown(text)} is not an object. Example: {"rack1": 0, "rack2": 0}`,
  );
}

const pythonToJson = (text: string): string =>
  text
    .replaceAll("'", '"')
    .replace(/\bNone\b/g, "null")
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false");

/** A file may hold objects that JSON cannot, with 64-bit integers say. */
function jsonOf(value: object | null | undefined): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "object";
  }
}

function shown(value: RawValue): string {
  const text =
    value instanceof Date
      ? String(value)
      : typeof value === "object"
        ? jsonOf(value)
        : String(value);
  return `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;
}
