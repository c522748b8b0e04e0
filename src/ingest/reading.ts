import { nearest } from "../site/nearest.ts";
import {
  BANK_ID,
  type Column,
  type Component,
  KEYS,
  MOST_INTEGER,
  MOST_OBJECT_CHARACTERS,
  RACK_ID,
  type Site,
  type Text,
  TIMESTAMP,
} from "../site/site.ts";
import { parseMoment, utcText, YEARS } from "../time/instant.ts";
import { type ClockCode, mistimed } from "./clock.ts";

/** A value as a file, a request body or the simulator gives it. */
export type RawValue = string | number | bigint | boolean | Date | object | null | undefined;

/** What is wrong with a header or a row: `field` is the name as it was given. */
export type Flaw = { field: string; reason: Text; code?: ClockCode };

/** Flaws that are described; what is beyond is only counted, by row. */
export const MOST_REJECTIONS = 100;
/** Characters of an unknown name that a flaw repeats. */
const MOST_NAME = 100;

/**
 * Matches names (as in the database, or in lower case) with the columns of a component.
 * @returns the columns in the order of the names, or what is wrong with the names: at most `most` flaws
 */
export function readHeader(
  site: Site,
  component: Component,
  names: readonly string[],
  most = MOST_REJECTIONS,
): { columns: Column[] } | { flaws: Flaw[] } {
  const known = columnsByName(site.components[component]);
  const flaws: Flaw[] = [];
  const columns = new Set<Column>();
  for (const name of names) {
    if (flaws.length >= most) return { flaws };
    const column = known.get(name.trim().toLowerCase());
    const field = name.slice(0, MOST_NAME);
    if (!column) flaws.push({ field, reason: unknownColumn(site, component, field) });
    else if (columns.has(column)) flaws.push({ field, reason: TWICE });
    else columns.add(column);
  }
  const given = [...columns];
  for (const key of KEYS[component]) {
    if (!given.some(({ name }) => name === key)) flaws.push({ field: key, reason: KEY_MISSING });
  }
  return flaws.length > 0 ? { flaws: flaws.slice(0, most) } : { columns: given };
}

const byName = new WeakMap<readonly Column[], ReadonlyMap<string, Column>>();

function columnsByName(columns: readonly Column[]): ReadonlyMap<string, Column> {
  const known =
    byName.get(columns) ?? new Map(columns.map((column) => [column.name.toLowerCase(), column]));
  byName.set(columns, known);
  return known;
}

const TWICE: Text = { ko: "같은 열이 두 번 있습니다", en: "this column is there twice" };
const KEY_MISSING: Text = { ko: "이 키 열이 없습니다", en: "this key column is missing" };
const KEY_EMPTY: Text = { ko: "키 열은 비울 수 없습니다", en: "a key column cannot be empty" };

function unknownColumn(site: Site, component: Component, field: string): Text {
  const names = site.components[component].map(({ name }) => name);
  const guess = nearest(field.toUpperCase(), names);
  return {
    ko: `사이트 ${site.id}의 ${component}에 없는 열입니다${guess ? `. ${guess}를 뜻하십니까?` : ""}`,
    en: `site ${site.id} has no such column in ${component}${guess ? `; did you mean ${guess}?` : ""}`,
  };
}

/** Thrown by the readers of values below, caught where the column is known. */
class Unreadable extends Error {
  readonly reason: Text;
  constructor(ko: string, en: string) {
    super(en);
    this.reason = { ko, en };
  }
}

/**
 * Reads one row whose values stand in the order of `columns`.
 * @returns the values' texts for the database (times in UTC), null for a missing value; or what is wrong, at most
 * `most` flaws. With `now`, milliseconds since 1970, the row must lie between the first day of the site and five
 * minutes from then
 */
export function readRow(
  columns: readonly Column[],
  raw: readonly RawValue[],
  site: Site,
  component: Component,
  { now, most = MOST_REJECTIONS }: { now?: number; most?: number } = {},
): { values: (string | null)[] } | { flaws: Flaw[] } {
  const flaws: Flaw[] = [];
  const place: Place = {};
  const values = columns.map((column, i) => {
    if (flaws.length >= most) return null;
    try {
      const value = readValue(column, raw[i], site.timeZone);
      if (value !== null && now !== undefined && column.name === TIMESTAMP) {
        const wrong = mistimed(Date.parse(value) * 1000, now, site.timeZone);
        if (wrong) flaws.push({ field: column.name, ...wrong });
      }
      if (value === null && KEYS[component].includes(column.name)) {
        throw new Unreadable(KEY_EMPTY.ko, KEY_EMPTY.en);
      }
      if (value !== null && column.name === BANK_ID) place.bank = Number(value);
      if (value !== null && column.name === RACK_ID) place.rack = Number(value);
      return value;
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      flaws.push({ field: column.name, reason: error.reason });
      return null;
    }
  });
  if (flaws.length === 0) flaws.push(...misplaced(place, site));
  return flaws.length > 0 ? { flaws } : { values };
}

type Place = { bank?: number; rack?: number };

function misplaced(place: Place, site: Site): Flaw[] {
  if (place.bank === undefined) return [];
  const bank = site.banks.find(({ id }) => id === place.bank);
  if (!bank) {
    const ids = site.banks.map(({ id }) => id).join(", ");
    return [
      {
        field: BANK_ID,
        reason: {
          ko: `사이트 ${site.id}에 뱅크 ${place.bank}은(는) 없습니다. 있는 뱅크: ${ids}`,
          en: `site ${site.id} has no bank ${place.bank}, only ${ids}`,
        },
      },
    ];
  }
  if (place.rack === undefined || (place.rack >= 1 && place.rack <= bank.racks)) return [];
  return [
    {
      field: RACK_ID,
      reason: {
        ko: `뱅크 ${bank.id}의 랙은 1부터 ${bank.racks}까지입니다. 랙 ${place.rack}은(는) 없습니다`,
        en: `bank ${bank.id} has racks 1 to ${bank.racks}, not ${place.rack}`,
      },
    },
  ];
}

function readValue(column: Column, raw: RawValue, timeZone: string): string | null {
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
      `${shown(value)}은(는) ${YEARS.first}년과 ${YEARS.last}년 사이의 시각이 아닙니다. 예: 2022-05-10T09:30:00+09:00`,
      `${shown(value)} is no time between ${YEARS.first} and ${YEARS.last}, such as 2022-05-10T09:30:00+09:00`,
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

/** Objects are no numbers, and some cannot even be made a text: `{"toString": 1}`. */
const numberText = (value: RawValue): string =>
  typeof value === "object" ? "" : String(typeof value === "boolean" ? Number(value) : value);

function readDouble(value: RawValue): string {
  const text = numberText(value);
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(number)) {
    throw new Unreadable(
      `${shown(value)}은(는) 숫자가 아닙니다. 예: 3.721`,
      `${shown(value)} is not a number, such as 3.721`,
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
      `${shown(value)} is not a whole number of 32 bits, such as 1`,
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
      `객체는 ${MOST_OBJECT_CHARACTERS}자까지입니다`,
      `is longer than ${MOST_OBJECT_CHARACTERS} characters, the most an object may have`,
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
    `${shown(text)} is not an object, such as {"rack1": 0, "rack2": 0}`,
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
