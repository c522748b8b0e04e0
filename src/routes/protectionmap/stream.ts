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

/** One for each environment, hence for each platform database of the isolate. */
const feeds = new WeakMap<Env, ChangeFeed>();

function feedOf(env: Env): ChangeFeed {
  const feed = feeds.get(env) ?? new ChangeFeed();
  feeds.set(env, feed);
  return feed;
}

/** Allowed in place of a site where the caller sees none; there is no such site. */
const NO_SITE = 0;

const streamQuery = (seen: readonly Site[]) =>
  z.strictObject({
    site: choice(seen.length > 0 ? seen.map(({ id }) => id) : [NO_SITE], {
      description: "Only events of this site",
      example: 1,
    }).optional(),
    level: levelParameter,
    seconds: whole(1, MOST_SECONDS, {
      description:
        "Seconds after which the answer ends and the client comes again. Every 1.5 seconds cost one subrequest: of a plan that allows 50, ask for 60 at most",
      example: 1,
      default: MOST_SECONDS,
    }).optional(),
  });

const HEADERS = { "content-type": "text/event-stream" };

/** `GET /api/ess-feature/protectionmap/stream/`: changes of events as they come, as server-sent events. */
export const eventStream = route({
  method: "get",
  access: ACCESS,
  path: "/api/ess-feature/protectionmap/stream/",
  operationId: "streamEvents",
  tags: ["Protection map"],
  summary: "New, ended and withdrawn events as they come",
  description:
    "Server-sent events `new`, `ended` and `withdrawn`, each with an item of the list as `data` and the number of the change as `id`. With `Last-Event-ID`, which browsers send by themselves, it goes on where the last answer ended: nothing is missed and nothing told twice. An event that corrected rows make go on after it had ended is new again. It ends after ten minutes, so that the client comes again, and with a comment when the key is revoked, expires or loses a site or the scope. A caller with too many open streams gets 429",
  request: {
    headers: z.object({
      "Last-Event-ID": z.string().optional().meta({
        description:
          "The `id` after which to go on; without it only what happens from now on is told",
      }),
    }),
  },
  responses: {
    200: {
      description: "A stream of events",
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
      const following = {
        ...wanted,
        after: from ?? (await askLastChange(ask)),
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

/** Whether the caller may still see these sites. */
async function mayGoOn(
  request: Incoming,
  wanted: readonly number[],
  { platform, later }: Backend,
): Promise<boolean> {
  const approach = { ...request, platform: () => platform().ask, later };
  const grant = await currentGrant(approach, request.caller.key);
  return grant !== undefined && allows(grant, ACCESS) && wanted.every((id) => reaches(grant, id));
}

/** Messages that keep a slot until they end. */
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
  /** Whether the client goes on where an earlier answer ended. */
  isResumed: boolean;
  sites: readonly number[];
  level: number | undefined;
  /** Milliseconds since 1970. */
  until: number;
  /** Ends when the client goes away. */
  signal: AbortSignal;
  mayGoOn: () => Promise<boolean>;
};

/** Changes after a number, read again and again until the time is over, the key is invalid or the client has gone. */
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

/** A comment, which clients ignore: reconnecting tells them by its status. */
const NO_ACCESS = ": ended: the key is no longer valid or has lost access to these sites\n\n";

/**
 * A comment with each question, because only a write tells that a client has gone. Its id moves the client's own on,
 * also past changes that it is not told of.
 */
const stillHere = (position: number): string => `: \nid: ${position}\n\n`;

function message({ change, kind, event }: Change): string {
  const site = sites.find(({ id }) => id === event.site) as Site;
  return `event: ${kind}\nid: ${change}\ndata: ${JSON.stringify(eventItem(event, site, "iso"))}\n\n`;
}

/** Waits, but no longer than the client. */
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
