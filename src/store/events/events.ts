import { type SQL, sql } from "drizzle-orm";
import type { StoredEvent } from "../../domain/events/item.ts";
import { type PagePlace, type PageStart, placeOf, type WantedPage } from "../rows/page.ts";
import type { Ask, Row } from "../sql/client.ts";
import { instant, type Key } from "../sql/selection.ts";

/** Which events; a range takes those that overlap it, `at` those that are under way at that moment. */
export type EventFilter = {
  sites: readonly number[];
  /** Microseconds since 1970. */
  start?: number | undefined;
  end?: number | undefined;
  at?: number | undefined;
  code?: number | undefined;
  level?: number | undefined;
  bank?: number | undefined;
  rack?: number | undefined;
  isOpen?: boolean | undefined;
  /** Part of a description in either language, in whatever case. */
  message?: string | undefined;
};

export type EventPage = PagePlace & { events: StoredEvent[] };

const micros = (time: string): SQL => sql.raw(`(extract(epoch from ${time}) * 1000000)::bigint`);

/** The columns of an event `e`, as `toEvent` reads them. */
export const EVENT_COLUMNS = sql`e.id, e.site, e.bank, e.rack, e.code, e.level, e.source, e.description, e.description_eng,
  ${micros("e.start_at")} as start, e.start_value, e.start_position, ${micros("e.peak_at")} as peak, e.peak_value, e.peak_position,
  ${micros("e.end_at")} as ended, ${micros("e.acked_at")} as acked, e.acked_by, e.ack_comment`;

export function toEvent(row: Row): StoredEvent {
  const number = (text: string | null | undefined) => (text == null ? null : Number(text));
  const reading = (name: "start" | "peak") => ({
    timeMicros: Number(row[name]),
    value: number(row[`${name}_value`]),
    position: number(row[`${name}_position`]),
  });
  return {
    id: Number(row.id),
    site: Number(row.site),
    bank: Number(row.bank),
    rack: Number(row.rack),
    code: Number(row.code),
    level: Number(row.level) === 2 ? 2 : 1,
    source: row.source === "threshold" ? "threshold" : "flag",
    start: reading("start"),
    peak: reading("peak"),
    endMicros: number(row.ended),
    description: row.description ?? "",
    descriptionEng: row.description_eng ?? "",
    acknowledged:
      row.acked == null
        ? null
        : { atMicros: Number(row.acked), by: row.acked_by ?? null, comment: row.ack_comment ?? "" },
  };
}

/** The condition on `e` that a filter is. */
export function whereEvent(filter: EventFilter): SQL {
  const { start, end, at, code, level, bank, rack, message } = filter;
  const during = sql`tstzrange(e.start_at, e.end_at)`;
  const bound = (micro: number | undefined) => (micro === undefined ? sql`null` : instant(micro));
  const has = (pattern: string) => sql`position(lower(${pattern}::text) in lower(`;
  const conditions = [
    sql`e.withdrawn_at is null`,
    sql`e.site = any(${`{${filter.sites.join(",")}}`}::int[])`,
    start !== undefined || end !== undefined
      ? sql`${during} && tstzrange(${bound(start)}, ${bound(end)})`
      : undefined,
    at === undefined ? undefined : sql`${during} @> ${instant(at)}`,
    code === undefined ? undefined : sql`e.code = ${code}::int`,
    level === undefined ? undefined : sql`e.level = ${level}::int`,
    bank === undefined ? undefined : sql`e.bank = ${bank}::int`,
    rack === undefined ? undefined : sql`e.rack = ${rack}::int`,
    filter.isOpen ? sql`e.end_at is null` : undefined,
    message === undefined
      ? undefined
      : sql`(${has(message)}e.description)) > 0 or ${has(message)}e.description_eng)) > 0)`,
  ].filter((condition) => condition !== undefined);
  return sql.join(conditions, sql` and `);
}

/** A page of events, the newest first. */
export async function askEvents(
  ask: Ask,
  filter: EventFilter,
  { start: wanted, size, count }: WantedPage,
): Promise<EventPage> {
  const start = wanted === "last" ? { offset: 0 } : wanted;
  const isBackwards = "before" in start;
  const chosen = sql`from protection_event as e where ${whereEvent(filter)}`;
  const order = isBackwards ? sql`e.start_at, e.id` : sql`e.start_at desc, e.id desc`;
  const total = sql`(select count(*) ${chosen})`;
  const number = sql`${"offset" in start ? start.offset : 0}::bigint`;
  const offset =
    wanted === "last"
      ? sql`(select greatest(${total} - 1, 0) / ${size}::int * ${size}::int)`
      : number;
  const rows = await ask(sql`
    with chosen as (
      select ${EVENT_COLUMNS} ${chosen}${beyond(start)} order by ${order} offset ${offset} limit ${size + 1}::bigint
    )
    select total.count, chosen.* from (select ${count ? total : sql`null`} as count) as total
    left join chosen on true order by ${isBackwards ? sql`start, id` : sql`start desc, id desc`}`);
  const found = rows.filter(({ id }) => id !== null).map(toEvent);
  const events = found.slice(0, size);
  if (isBackwards) events.reverse();
  const key = (event: StoredEvent | undefined): Key | undefined =>
    event && [event.start.timeMicros, event.id];
  const place = placeOf(start, null, -1);
  return {
    count: rows[0]?.count == null ? undefined : Number(rows[0].count),
    events,
    rows: events.length,
    first: key(events[0]) ?? place.first,
    last: key(events.at(-1)) ?? place.last,
    more: found.length > size,
    skipped: 0,
  };
}

function beyond(start: PageStart): SQL {
  if ("offset" in start) return sql``;
  const [at = 0, id = 0] = "after" in start ? start.after : start.before;
  const key = sql`(${instant(at)}, ${id}::bigint)`;
  return "after" in start
    ? sql` and (e.start_at, e.id) < ${key}`
    : sql` and (e.start_at, e.id) > ${key}`;
}

/** An event that is not withdrawn; undefined if there is none at these sites. */
export async function askEvent(
  ask: Ask,
  id: number,
  sites: readonly number[],
): Promise<StoredEvent | undefined> {
  const [row] = await ask(
    sql`select ${EVENT_COLUMNS} from protection_event as e where e.id = ${id}::bigint and ${whereEvent({ sites })}`,
  );
  return row && toEvent(row);
}

/** Notes that somebody has seen an event. @returns the event; undefined if there is none at these sites */
export async function acknowledge(
  ask: Ask,
  id: number,
  { sites, by, comment }: { sites: readonly number[]; by: string | undefined; comment: string },
): Promise<StoredEvent | undefined> {
  const [row] = await ask(sql`
    update protection_event as e set acked_at = now(), acked_by = ${by ?? null}::text, ack_comment = ${comment}::text
    where e.id = ${id}::bigint and ${whereEvent({ sites })} returning ${EVENT_COLUMNS}`);
  return row && toEvent(row);
}
