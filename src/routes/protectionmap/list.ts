import type { Context } from "hono";
import type { AppEnv } from "../../context.ts";
import {
  eventItem,
  explanationItem,
  type StoredEvent,
  secondItem,
} from "../../domain/events/item.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { check, rawQuery, refuse } from "../../request/input.ts";
import { pathSchema, sitesOf } from "../../request/place.ts";
import { PAGE_SIZE, rangeOf } from "../../request/query.ts";
import { fingerprint } from "../../response/cursor.ts";
import { platformDatabase } from "../../response/database.ts";
import { answerPage, type Listing, pageSchema } from "../../response/page.ts";
import { streamBody } from "../../response/stream.ts";
import { sites } from "../../site/registry/registry.ts";
import type { Place, Site } from "../../site/site.ts";
import { askEvents, type EventFilter, type EventPage } from "../../store/events/events.ts";
import { askSeconds, type SecondsPage } from "../../store/events/seconds.ts";
import type { TimeFormat } from "../../time/instant.ts";
import { readRequest } from "../operating-data/request.ts";
import { EVENTS_OF_A_PAGE, eventsQuery, siteEventsQuery } from "./query.ts";

const ALL = "/api/ess-feature/protectionmap/";
const ONE = "/api/ess-feature/protectionmap/operating-sites/{s}/";

const COMMON = {
  method: "get" as const,
  access: "analytics:read" as const,
  tags: ["Protection map"],
  description:
    "Newest first. An event is in a range if a part of it is, so also one that began before or goes on after it. Warnings and faults come from the flags of the BMS, or where it gives none from the published limits of the site",
  responses: {
    200: {
      description: "A page of events, newest first; with no_page a bare array of all of them",
      content: {
        "application/json": {
          schema: pageSchema({ $ref: "#/components/schemas/ProtectionEvent" }),
        },
      },
    },
  },
};

/** `GET /api/ess-feature/protectionmap/[operating-sites/{s}/]`: events, in pages or as one streamed array. */
export function addEvents(app: App): void {
  addOperation(
    app,
    {
      ...COMMON,
      path: ALL,
      operationId: "listEvents",
      summary: "Events of all sites",
      request: { query: eventsQuery() },
    },
    listAll,
  );
  addOperation(
    app,
    {
      ...COMMON,
      path: ONE,
      operationId: "listSiteEvents",
      summary: "Events of a site",
      request: { params: pathSchema(ONE), query: siteEventsQuery() },
    },
    listSite,
  );
}

/** What wall clock is read against where no site is named: the zone that all sites have in common, else UTC. */
export function commonPlace(seen: readonly Site[]): Place | undefined {
  const [site] = seen;
  const isCommon = seen.every(({ timeZone }) => timeZone === site?.timeZone);
  return site && isCommon ? { site, component: "bank" } : undefined;
}

function listAll(c: Context<AppEnv>): Promise<Response> {
  const seen = sitesOf(c);
  const { value, faults } = check("query", eventsQuery(commonPlace(seen)), rawQuery(c));
  if (faults.length > 0 || !value) refuse(faults);
  return answer(c, value, filterOf(value, seen));
}

async function listSite(c: Context<AppEnv>): Promise<Response> {
  const { site, query } = await readRequest(c, ONE, "bank", siteEventsQuery);
  const { message, bank, rack } = query;
  return answer(c, query, { ...filterOf(query, [site]), message, bank, rack });
}

type Query = Omit<
  ReturnType<ReturnType<typeof siteEventsQuery>["parse"]>,
  "message" | "bank" | "rack"
>;

const SECOND = 1_000_000;

/** With expand a moment is the second that begins with it: its rows are seconds, not moments. */
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

async function answer(c: Context<AppEnv>, query: Query, filter: EventFilter): Promise<Response> {
  const format = query["time-format"] ?? "iso";
  return query.expand
    ? respond(c, query, secondsOf(c, filter, format))
    : respond(c, query, eventsOf(c, filter, format, query.explain ?? false));
}

function respond<P extends EventPage | SecondsPage>(
  c: Context<AppEnv>,
  query: Query,
  listing: Listing<P>,
): Promise<Response> | Response {
  if (!query.no_page) return answerPage(c, query, listing);
  const headers = { "content-type": "application/json" };
  if (c.req.raw.method === "HEAD") return new Response(null, { headers });
  const tally = c.get("tally");
  const { body, ending } = streamBody(wholeArray(listing, tally));
  c.set(
    "ending",
    ending.then((end) => Object.assign(tally, end)),
  );
  return new Response(body, { headers });
}

/** All pages as one array. */
async function* wholeArray<P extends EventPage | SecondsPage>(
  listing: Listing<P>,
  tally: { rows?: number | undefined },
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
  c: Context<AppEnv>,
  filter: EventFilter,
  format: TimeFormat,
  explains: boolean,
): Listing<EventPage> {
  const ask = platformDatabase(c);
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

function secondsOf(
  c: Context<AppEnv>,
  filter: EventFilter,
  format: TimeFormat,
): Listing<SecondsPage> {
  const ask = platformDatabase(c);
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
