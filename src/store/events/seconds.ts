import { type SQL, sql } from "drizzle-orm";
import { secondsOfAll } from "../../domain/events/expand.ts";
import type { StoredEvent } from "../../domain/events/item.ts";
import {
  lastOffset,
  type PagePlace,
  type PageStart,
  placeOf,
  type WantedPage,
} from "../rows/page.ts";
import type { Ask } from "../sql/client.ts";
import type { Key } from "../sql/selection.ts";
import { EVENT_COLUMNS, type EventFilter, toEvent, whereEvent } from "./events.ts";

/** A second of an event, microseconds since 1970. */
export type EventSecond = { event: StoredEvent; at: number };
export type SecondsPage = PagePlace & { seconds: EventSecond[] };

const big = (value: number): SQL => sql`${value}::bigint`;
const NO_BOUND = 4_200_000_000_000_000;

/**
 * Events with the first and the last of their seconds inside the range, microseconds since 1970, as `e.*`, `first_at`
 * and `last_at`. What goes on has seconds as far as its bank or rack has rows.
 */
export function spans(filter: EventFilter): SQL {
  const from = big(filter.start ?? 0);
  const to = big(filter.end ?? NO_BOUND);
  return sql`(
    select bounded.*, began + greatest((${from} - began + 999999) / 1000000, 0) * 1000000 as first_at,
      began + ((stops - began + 999999) / 1000000 - 1) * 1000000 as last_at
    from (
      select e.*, (extract(epoch from start_at) * 1000000)::bigint as began, least(${to}, coalesce(
        (extract(epoch from end_at) * 1000000)::bigint,
        (select (extract(epoch from max(at)) * 1000000)::bigint + 999999 from protection_checkpoint as c
         where (c.site, c.bank, c.rack) = (e.site, e.bank, e.rack)),
        (extract(epoch from peak_at) * 1000000)::bigint + 1000000)) as stops
      from protection_event as e where ${whereEvent(filter)}
    ) as bounded
  )`;
}

/** Number of seconds of all events. */
async function countSeconds(ask: Ask, filter: EventFilter): Promise<number> {
  const [row] = await ask(
    sql`select coalesce(sum((last_at - first_at) / 1000000 + 1), 0) as count from ${spans(filter)} as e where last_at >= first_at`,
  );
  return Number(row?.count ?? 0);
}

/** A page of the seconds of events, the newest first; it asks for as many events as it could hold at most. */
export async function askSeconds(
  ask: Ask,
  filter: EventFilter,
  { start: wanted, size, count }: WantedPage,
): Promise<SecondsPage> {
  const total = count || wanted === "last" ? await countSeconds(ask, filter) : undefined;
  const start = wanted === "last" ? { offset: lastOffset(total ?? 0, size) } : wanted;
  const isBackwards = "before" in start;
  const { key, skip } = await placeOfStart(ask, filter, start);
  const most = size + 1 + skip;
  const rows = await ask(sql`
    select ${EVENT_COLUMNS}, e.first, e.last from (
      select ${isBackwards ? afterKey(key) : beforeKey(key)} from ${spans(filter)} as e
    ) as e where e.first <= e.last
    order by ${isBackwards ? sql`e.first, e.id` : sql`e.last desc, e.id desc`} limit ${big(most)}`);
  const own = rows.map((row) => {
    const event = toEvent(row);
    return { event, id: event.id, first: Number(row.first), last: Number(row.last) };
  });
  const found: EventSecond[] = [];
  for (const { span, at } of secondsOfAll(own, isBackwards ? "oldest first" : "newest first")) {
    if (found.push({ event: span.event, at }) >= most) break;
  }
  const seconds = found.slice(skip, skip + size);
  if (isBackwards) seconds.reverse();
  const keyOf = (second: EventSecond | undefined): Key | undefined =>
    second && [second.at, second.event.id];
  const place = placeOf(start, null, -1);
  return {
    count: total,
    seconds,
    rows: seconds.length,
    first: keyOf(seconds[0]) ?? place.first,
    last: keyOf(seconds.at(-1)) ?? place.last,
    more: found.length === most,
    skipped: 0,
  };
}

/** Spans of what comes later in the list: seconds before the key. */
const beforeKey = ([at = 0, id = 0]: Key): SQL => sql`e.*, first_at as first,
  least(last_at, began + floor((${big(at)} - case when id < ${big(id)} then 0 else 1 end - began)::numeric / 1000000)::bigint * 1000000) as last`;

/** Spans of what comes earlier in the list: seconds after the key. */
const afterKey = ([at = 0, id = 0]: Key): SQL => sql`e.*, last_at as last,
  greatest(first_at, began + ceil((${big(at)} + case when id > ${big(id)} then 0 else 1 end - began)::numeric / 1000000)::bigint * 1000000) as first`;

/** The key that a page begins after (or ends before), and how many seconds follow it that are not in the page. */
async function placeOfStart(
  ask: Ask,
  filter: EventFilter,
  start: PageStart,
): Promise<{ key: Key; skip: number }> {
  if ("after" in start) return { key: start.after, skip: 0 };
  if ("before" in start) return { key: start.before, skip: 0 };
  if (start.offset === 0) return { key: [NO_BOUND, 0], skip: 0 };
  // By halves of the time: how many seconds are not older than a moment can be reckoned without making them.
  const newer = (moment: string) =>
    sql.raw(`(
    select coalesce(sum(greatest((last_at - greatest(first_at, began + ceil((${moment} - began)::numeric / 1000000)::bigint * 1000000)) / 1000000 + 1, 0)), 0)
    from span where last_at >= ${moment})`);
  const [row] = await ask(sql`
    with recursive span as materialized (
      select began, first_at, last_at from ${spans(filter)} as e where last_at >= first_at
    ), search as (
      select min(first_at) as least, max(last_at) + 1 as most from span
      union all
      select case when is_newer then least else middle end, case when is_newer then middle else most end
      from search cross join lateral (select (least + most) / 2 as middle) as half
      cross join lateral (select ${newer("middle")} <= ${big(start.offset)} as is_newer) as compared
      where most - least > 1
    )
    select most, ${newer("most")} as newer from search order by most - least limit 1`);
  const skip = start.offset - Number(row?.newer ?? 0);
  return { key: [Number(row?.most ?? 0), 0], skip: row?.most == null ? 0 : skip };
}
