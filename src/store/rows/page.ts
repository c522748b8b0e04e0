import { type SQL, sql } from "drizzle-orm";
import type { Ask } from "../sql/client.ts";
import { joinRows, type Rendering, renderRow } from "../sql/render.ts";
import {
  from,
  instant,
  type Key,
  keyText,
  orderColumns,
  parseKey,
  type Selection,
  where,
} from "../sql/selection.ts";

/** Where a page begins: after or before a row's key, or at the row with a number (0 is the first). */
export type PageStart = { after: Key } | { before: Key } | { offset: number };

/** The last page has what is left when all pages before it are full. */
export type WantedPage = { start: PageStart | "last"; size: number; count: boolean };

/** Number of the row that the last page begins with. */
export const lastOffset = (count: number, size: number): number =>
  Math.floor(Math.max(0, count - 1) / size) * size;

/** Where a page stands in its list. */
export type PagePlace = {
  /** Rows of the whole list; undefined where it was not asked for. */
  count?: number | undefined;
  rows: number;
  /** Keys of the first and the last row; on an empty page of the place it stands at, if any. */
  first?: Key | undefined;
  last?: Key | undefined;
  /** Whether rows follow, in the direction of reading; after rows that share a key possibly none do. */
  more: boolean;
  /** Rows by which it begins later than asked for: they share a key with the row before and stand there. */
  skipped: number;
};

export type Page = PagePlace & {
  /** Texts of the rows, joined as their layout wants it. */
  text: string;
};

/**
 * One page of a selection, and the number of its rows if `count` is set: one question.
 * Rows that share a key (possible only in a table of others, without our primary key) stay on one page,
 * which may so be longer than `size`, and a page by number after it shorter: none is lost or repeated.
 */
export async function askPage(
  ask: Ask,
  selection: Selection,
  rendering: Rendering,
  { start, size, count }: WantedPage,
): Promise<Page> {
  const order = orderColumns(selection);
  const names = order.map(({ name }) => sql`${sql.identifier(name)}`);
  const up = sql.join(names, sql`, `);
  const down = sql.join(
    names.map((name) => sql`${name} desc`),
    sql`, `,
  );
  const isLast = start === "last";
  const place = isLast ? { offset: 0 } : start;
  const reading = isLast || "before" in start ? down : up;
  const offset = "offset" in place ? place.offset : 0;
  const all = sql`select count(*) as count${from(selection)}${where(selection)}`;
  const total = isLast ? sql`(select count from total)` : sql`(${all})`;
  const rowsBefore =
    offset > 0
      ? sql`start as (select ${up}${from(selection)}${where(selection)} order by ${up} offset ${offset - 1} fetch first row with ties), `
      : sql``;
  const skipped = offset > 0 ? sql`(select greatest(count(*) - 1, 0) from start)` : sql`0`;
  const most = isLast ? sql`(${total} - 1) % ${size}::int + 1` : sql`${size} - ${skipped}`;
  const rows = sql`${from(selection)}${where(selection, boundary(place, names))} order by ${reading} fetch first ${size + 1} rows with ties`;
  const [row] = await ask(sql`
    with ${isLast ? sql`total as (${all}), ` : rowsBefore}ahead as (
      select ${up}, ${renderRow(selection, rendering, rows)} as line${rows}
    ), numbered as (
      select *, row_number() over (order by ${reading}) as number from ahead
    ), page as (
      select * from numbered
      where number <= ${most} or (${up}) = (select ${up} from numbered where number = ${most})
    )
    select ${count ? total : sql`null`} as count,
      (select count(*) from ahead) > least(${size}, (select count(*) from page)) as more,
      (select count(*) from page) as rows,
      (select ${joinRows(sql`line`, rendering.layout, up)} from page) as text,
      (select ${keyText(names)} from page order by ${up} limit 1) as first,
      (select ${keyText(names)} from page order by ${down} limit 1) as last,
      ${skipped} as skipped, ${offset > 0 ? sql`(select ${keyText(names)} from start limit 1)` : sql`null`} as start`);
  const beside = placeOf(place, row?.start);
  return {
    count: row?.count == null ? undefined : Number(row.count),
    text: row?.text ?? "",
    rows: Number(row?.rows ?? 0),
    first: row?.first ? parseKey(row.first) : beside.first,
    last: row?.last ? parseKey(row.last) : beside.last,
    more: !isLast && String(row?.more) === "true",
    skipped: Number(row?.skipped ?? 0),
  };
}

/**
 * Keys that an empty page lies between, so that its links still lead back: all parts of a key are whole numbers.
 * @param order -1 of a list that begins with the greatest key
 */
export function placeOf(
  start: PageStart,
  rowBefore?: string | null,
  order: 1 | -1 = 1,
): Pick<Page, "first" | "last"> {
  const beside = (key: Key, by: number): Key => [...key.slice(0, -1), (key.at(-1) ?? 0) + by];
  if ("before" in start) return { first: start.before, last: beside(start.before, -order) };
  const key = "after" in start ? start.after : rowBefore ? parseKey(rowBefore) : undefined;
  return key ? { first: beside(key, order), last: key } : {};
}

function boundary(start: PageStart, names: SQL[]): SQL | undefined {
  const all = sql.join(names, sql`, `);
  const [time] = names;
  if ("offset" in start) {
    if (start.offset === 0) return undefined;
    return sql`${time} >= (select ${time} from start limit 1) and (${all}) > (select ${all} from start limit 1)`;
  }
  const key = "after" in start ? start.after : start.before;
  const [micros = 0, ...ids] = key;
  const values = sql.join([instant(micros), ...ids.map((id) => sql`${id}::int`)], sql`, `);
  // The bound on the time alone lets every index on it find the place; the second condition is exact.
  return "after" in start
    ? sql`${time} >= ${instant(micros)} and (${all}) > (${values})`
    : sql`${time} <= ${instant(micros)} and (${all}) < (${values})`;
}

/** Number of rows of a selection. */
export async function askCount(ask: Ask, selection: Selection): Promise<number> {
  const [row] = await ask(sql`select count(*) as count${from(selection)}${where(selection)}`);
  return Number(row?.count ?? 0);
}
