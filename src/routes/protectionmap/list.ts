import {
  eventItem,
  explanationItem,
  type StoredEvent,
  secondItem,
} from "../../domain/events/item.ts";
import { PAGE_SIZE, rangeOf } from "../../request/query.ts";
import { type Route, route, siteRoute } from "../../request/route.ts";
import { type Answer, headersOnly } from "../../response/answer.ts";
import { fingerprint } from "../../response/cursor.ts";
import { answerPage, type Listing, listSchema } from "../../response/page.ts";
import type { Tally } from "../../response/tally.ts";
import { sites } from "../../site/registry/registry.ts";
import type { Place, Site } from "../../site/site.ts";
import { askEvents, type EventFilter, type EventPage } from "../../store/events/events.ts";
import { askSeconds, type SecondsPage } from "../../store/events/seconds.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { TimeFormat } from "../../time/instant.ts";
import { SECOND } from "../../time/units.ts";
import { EVENTS_OF_A_PAGE, eventsQuery, siteEventsQuery } from "./query.ts";

const COMMON = {
  method: "get" as const,
  access: "analytics:read" as const,
  reads: "platform" as const,
  tags: ["Protection map"],
  description:
    "An event is in a range if any part of it is. Warnings and faults come from the flags of the BMS or, where the BMS has none, from the published limits of the site.",
  responses: {
    200: {
      description: "A page of events, newest first, or with `no_page=true` an array of all events",
      content: {
        "application/json": {
          schema: listSchema("ProtectionEvent"),
        },
      },
    },
  },
};

/** The time zone of times without an offset if no site is named: that of all sites if they share one, otherwise UTC. */
export function commonPlace(seen: readonly Site[]): Place | undefined {
  const [site] = seen;
  const isCommon = seen.every(({ timeZone }) => timeZone === site?.timeZone);
  return site && isCommon ? { site, component: "bank" } : undefined;
}

/** `GET /api/ess-feature/protectionmap/[operating-sites/{site}/]`: events, as pages or as one streamed array. */
export const events: readonly Route[] = [
  route({
    ...COMMON,
    path: "/api/ess-feature/protectionmap/",
    operationId: "listEvents",
    summary: "List the events of all sites",
    placeOf: commonPlace,
    query: eventsQuery,
    plan: ({ query, sites, ...request }) => planOf(request, query, filterOf(query, sites)),
    answer,
  }),
  siteRoute({
    ...COMMON,
    path: "/api/ess-feature/protectionmap/operating-sites/{site}/",
    operationId: "listSiteEvents",
    summary: "List the events of a site",
    component: "bank",
    query: siteEventsQuery,
    plan({ query, site, ...request }) {
      const { message, bank, rack } = query;
      return planOf(request, query, { ...filterOf(query, [site]), message, bank, rack });
    },
    answer,
  }),
];

type Query = Omit<
  ReturnType<ReturnType<typeof siteEventsQuery>["parse"]>,
  "message" | "bank" | "rack"
>;

/** With `expand`, a time means the second that starts with it, because rows are seconds. */
function filterOf(query: Query, seen: readonly Site[]): EventFilter {
  const { time, expand } = query;
  const range =
    expand && time !== undefined
      ? { start: time, end: time + SECOND }
      : { ...rangeOf(query), at: time };
  return {
    sites: seen.map(({ id }) => id),
    ...range,
    code: query.error_code,
    level: query.level,
    isOpen: query.open,
  };
}

type EventsPlan = {
  filter: EventFilter;
  page: Query;
  url: URL;
  isHead: boolean;
};

const planOf = (
  { url, method }: { url: URL; method: string },
  page: Query,
  filter: EventFilter,
): EventsPlan => ({ filter, page, url, isHead: method === "HEAD" });

function answer(plan: EventsPlan, ask: Ask): Answer | Promise<Answer> {
  const { filter, page } = plan;
  const format = page["time-format"] ?? "iso";
  return page.expand
    ? respond(plan, secondsOf(ask, filter, format))
    : respond(plan, eventsOf(ask, filter, format, page.explain ?? false));
}

function respond<P extends EventPage | SecondsPage>(
  { page, url, isHead }: EventsPlan,
  listing: Listing<P>,
): Answer | Promise<Answer> {
  if (!page.no_page) return answerPage(url, page, listing);
  const headers = { "content-type": "application/json" };
  if (isHead) return headersOnly(headers);
  const tally: Tally = {};
  return { body: wholeArray(listing, tally), headers, tally };
}

/** All pages as one array. */
async function* wholeArray<P extends EventPage | SecondsPage>(
  listing: Listing<P>,
  tally: Tally,
): AsyncGenerator<string> {
  let opening = "[";
  let page = await listing.page({ start: { offset: 0 }, size: PAGE_SIZE.byDefault, count: false });
  for (;;) {
    if (page.rows > 0) {
      yield opening + listing.write(page);
      opening = ",";
    }
    tally.rows = (tally.rows ?? 0) + page.rows;
    if (!page.more || !page.last) break;
    const start = { after: page.last };
    page = await listing.page({ start, size: PAGE_SIZE.byDefault, count: false });
  }
  yield opening === "[" ? "[]" : "]";
}

const siteOf = ({ site }: StoredEvent): Site => sites.find(({ id }) => id === site) as Site;

const fingerprintOf = (kind: string, filter: EventFilter): string =>
  fingerprint(JSON.stringify([kind, Object.entries(filter)]));

function eventsOf(
  ask: Ask,
  filter: EventFilter,
  format: TimeFormat,
  explains: boolean,
): Listing<EventPage> {
  const item = (event: StoredEvent) => ({
    ...eventItem(event, siteOf(event), format),
    ...(explains ? { explanation: explanationItem(event, siteOf(event), format) } : {}),
  });
  return {
    list: fingerprintOf("events", filter),
    keyParts: 2,
    size: EVENTS_OF_A_PAGE,
    page: (wanted) => askEvents(ask, filter, wanted),
    write: ({ events }) => events.map((event) => JSON.stringify(item(event))).join(","),
  };
}

function secondsOf(ask: Ask, filter: EventFilter, format: TimeFormat): Listing<SecondsPage> {
  return {
    list: fingerprintOf("seconds", filter),
    keyParts: 2,
    size: EVENTS_OF_A_PAGE,
    page: (wanted) => askSeconds(ask, filter, wanted),
    write: ({ seconds }) =>
      seconds
        .map(({ event, at }) => JSON.stringify(secondItem(event, at, siteOf(event), format)))
        .join(","),
  };
}
