import { nearest } from "../site/nearest.ts";
import {
  BANK_ID,
  type Column,
  type Component,
  KEYS,
  RACK_ID,
  type Site,
  type Text,
  TIMESTAMP,
} from "../site/site.ts";
import { type ClockCode, mistimed } from "./clock.ts";
import { type RawValue, readValue, Unreadable } from "./value.ts";

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

const TWICE: Text = { ko: "중복된 열입니다", en: "appears more than once" };
const KEY_MISSING: Text = { ko: "키 열이 없습니다", en: "key column is missing" };
const KEY_EMPTY: Text = { ko: "키 열에는 값이 있어야 합니다", en: "key column must not be empty" };

function unknownColumn(site: Site, component: Component, field: string): Text {
  const names = site.components[component].map(({ name }) => name);
  const guess = nearest(field.toUpperCase(), names);
  return {
    ko: `사이트 ${site.id}의 ${component}에 없는 열입니다${guess ? `. 혹시 ${guess}인가요?` : ""}`,
    en: `is not a column of ${component} at site ${site.id}${guess ? `. Did you mean ${guess}?` : ""}`,
  };
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
          ko: `사이트 ${site.id}에 없는 뱅크입니다: ${place.bank}. 사용할 수 있는 뱅크: ${ids}`,
          en: `site ${site.id} has no bank ${place.bank}. Available banks: ${ids}`,
        },
      },
    ];
  }
  if (place.rack === undefined || (place.rack >= 1 && place.rack <= bank.racks)) return [];
  return [
    {
      field: RACK_ID,
      reason: {
        ko: `뱅크 ${bank.id}에 없는 랙입니다: ${place.rack}. 사용할 수 있는 랙: 1–${bank.racks}`,
        en: `bank ${bank.id} has no rack ${place.rack}. Available racks: 1–${bank.racks}`,
      },
    },
  ];
}
