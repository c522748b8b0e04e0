import * as z from "zod";
import { allows, reaches } from "../../domain/access/scopes.ts";
import { eventItem } from "../../domain/events/item.ts";
import type { Env } from "../../env.ts";
import { currentGrant } from "../../request/authenticate.ts";
import { changeNumber } from "../../request/header.ts";
import { choice, whole } from "../../request/parameter.ts";
import { takeStreamSlot } from "../../request/rate-limit.ts";
import type { Incoming } from "../../request/request.ts";
import { route } from "../../request/route.ts";
import { type Answer, headersOnly } from "../../response/answer.ts";
import { sites } from "../../site/registry/registry.ts";
import type { Site } from "../../site/site.ts";
import type { Backend } from "../../store/backend.ts";
import { ChangeFeed } from "../../store/events/change-feed.ts";
import { askLastChange, type Change } from "../../store/events/changes.ts";
import type { Ask } from "../../store/sql/client.ts";
import { levelParameter } from "./query.ts";

const POLL_MS = 1_500;
const MOST_SECONDS = 600;
const RETRY_MS = 1_000;
const ACCESS = "analytics:read";

/** One feed per environment, and so per platform database of the isolate. */
const feeds = new WeakMap<Env, ChangeFeed>();

function feedOf(env: Env): ChangeFeed {
  const feed = feeds.get(env) ?? new ChangeFeed();
  feeds.set(env, feed);
  return feed;
}

/** Placeholder for callers without sites. No site has this id. */
const NO_SITE = 0;

const streamQuery = (seen: readonly Site[]) =>
  z.strictObject({
    site: choice(seen.length > 0 ? seen.map(({ id }) => id) : [NO_SITE], {
      description: "Return only events of this site",
      example: 1,
    }).optional(),
    level: levelParameter,
    seconds: whole(1, MOST_SECONDS, {
      description:
        "Seconds until the response ends and the client reconnects. The stream needs one subrequest per 1.5 seconds: on a plan with 50 subrequests, use at most 60",
      example: 1,
      default: MOST_SECONDS,
    }).optional(),
  });

const HEADERS = { "content-type": "text/event-stream" };

/** `GET /api/ess-feature/protectionmap/stream/`: changes of events as server-sent events. */
export const eventStream = route({
  method: "get",
  access: ACCESS,
  path: "/api/ess-feature/protectionmap/stream/",
  operationId: "streamEvents",
  tags: ["Protection map"],
  summary: "Stream new, ended and withdrawn events",
  description:
    "Server-sent events `new`, `ended` and `withdrawn`. `data` is an event as in the list; `id` is the number of the change. With `Last-Event-ID`, which browsers send when they reconnect, the stream continues after that change, without loss or repetition. If corrected rows make an ended event continue, it is `new` again. The stream ends after ten minutes, and also when the key is revoked, expires, or loses the scope or a site. Each caller may have a limited number of open streams (429).",
  request: {
    headers: z.object({
      "Last-Event-ID": z.string().optional().meta({
        description: "Continue after the change with this `id`. Default: only future changes",
      }),
    }),
  },
  responses: {
    200: {
      description: "A stream of server-sent events",
      content: { "text/event-stream": { schema: z.string() } },
    },
  },
  query: (_place, seen) => streamQuery(seen),
  headerFaults: (headers) => changeNumber(headers).faults,
  reads: "platform",
  plan(request) {
    const { query, sites: seen, headers, method, now } = request;
    const { site, level, seconds = MOST_SECONDS } = query;
    return {
      request,
      sites: site === undefined ? seen.map(({ id }) => id) : [site],
      level,
      from: changeNumber(headers).value,
      until: now + seconds * 1000,
      isHead: method === "HEAD",
    };
  },
  async answer({ request, from, isHead, ...wanted }, ask, backend): Promise<Answer> {
    if (isHead) return headersOnly(HEADERS);
    const slot = takeStreamSlot(request, request.caller.key);
    try {
      const last = await askLastChange(ask);
      const following = {
        ...wanted,
        // An id beyond the last change would carry the shared feed past changes that others wait for.
        after: Math.min(from ?? last, last),
        isResumed: from !== undefined,
        feed: feedOf(request.env),
        signal: backend.signal,
        mayGoOn: () => mayGoOn(request, wanted.sites, backend),
      };
      return { body: held(slot, messages(ask, following)), headers: HEADERS };
    } catch (error) {
      slot.free();
      throw error;
    }
  },
});

/** Whether the caller may still read these sites. */
async function mayGoOn(
  request: Incoming,
  wanted: readonly number[],
  { platform, later }: Backend,
): Promise<boolean> {
  const approach = { ...request, platform: () => platform().ask, later };
  const grant = await currentGrant(approach, request.caller.key);
  return grant !== undefined && allows(grant, ACCESS) && wanted.every((id) => reaches(grant, id));
}

/** Messages that hold a slot until the stream ends. */
async function* held(
  slot: ReturnType<typeof takeStreamSlot>,
  messages: AsyncIterable<string>,
): AsyncGenerator<string> {
  try {
    for await (const message of messages) {
      slot.renew();
      yield message;
    }
  } finally {
    slot.free();
  }
}

type Following = {
  feed: ChangeFeed;
  after: number;
  /** Whether the client continues an earlier stream. */
  isResumed: boolean;
  sites: readonly number[];
  level: number | undefined;
  /** Milliseconds since 1970. */
  until: number;
  /** Aborts when the client disconnects. */
  signal: AbortSignal;
  mayGoOn: () => Promise<boolean>;
};

/** Polls changes after a number until the time is over, the key is invalid or the client has disconnected. */
async function* messages(
  ask: Ask,
  { feed, after, isResumed, sites: seen, level, until, signal, mayGoOn }: Following,
): AsyncGenerator<string> {
  let position = after;
  let isResuming = isResumed;
  yield `retry: ${RETRY_MS}\nid: ${position}\n\n`;
  while (!signal.aborted) {
    if (!(await mayGoOn())) {
      yield NO_ACCESS;
      return;
    }
    const read = isResuming
      ? await feed.catchUp(ask, position)
      : await feed.after(ask, position, POLL_MS);
    isResuming &&= read.isBehind;
    position = read.until;
    const changes = read.changes.filter(
      ({ event }) => seen.includes(event.site) && (level === undefined || event.level === level),
    );
    yield (changes.length > 0 ? changes.map(message).join("") : "") + stillHere(position);
    if (read.isBehind) continue;
    if (Date.now() + POLL_MS > until) break;
    await pause(POLL_MS, signal);
  }
}

/** A comment, which clients ignore. The status of the next connection tells them. */
const NO_ACCESS = ": ended: the key is no longer valid or has lost access to these sites\n\n";

/**
 * A comment with every poll, because only a write reveals a disconnected client. Its id advances the client past
 * changes that are filtered out.
 */
const stillHere = (position: number): string => `: \nid: ${position}\n\n`;

function message({ change, kind, event }: Change): string {
  const site = sites.find(({ id }) => id === event.site) as Site;
  return `event: ${kind}\nid: ${change}\ndata: ${JSON.stringify(eventItem(event, site, "iso"))}\n\n`;
}

/** Waits until the time is over or the client disconnects. */
function pause(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, millis);
    signal.addEventListener("abort", end);
  });
}
