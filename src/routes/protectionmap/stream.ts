import * as z from "zod";
import { eventItem } from "../../domain/events/item.ts";
import { changeNumber } from "../../request/header.ts";
import { choice, whole } from "../../request/parameter.ts";
import { route } from "../../request/route.ts";
import { type Answer, headersOnly } from "../../response/answer.ts";
import { sites } from "../../site/registry/registry.ts";
import type { Site } from "../../site/site.ts";
import { askChanges, askLastChange, type Change } from "../../store/events/changes.ts";
import type { Ask } from "../../store/sql/client.ts";
import { levelParameter } from "./query.ts";

const POLL_MS = 1_500;
const MOST_SECONDS = 600;
const RETRY_MS = 1_000;
const CHANGES_AT_ONCE = 500;

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
  access: "analytics:read",
  path: "/api/ess-feature/protectionmap/stream/",
  operationId: "streamEvents",
  tags: ["Protection map"],
  summary: "New, ended and withdrawn events as they come",
  description:
    "Server-sent events `new`, `ended` and `withdrawn`, each with an item of the list as `data` and the number of the change as `id`. With `Last-Event-ID`, which browsers send by themselves, it goes on where the last answer ended: nothing is missed and nothing told twice. An event that corrected rows make go on after it had ended is new again. It ends after ten minutes, so that the client comes again",
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
  plan({ query, sites: seen, headers, method, now }) {
    const { site, level, seconds = MOST_SECONDS } = query;
    return {
      sites: site === undefined ? seen.map(({ id }) => id) : [site],
      level,
      from: changeNumber(headers).value,
      until: now + seconds * 1000,
      isHead: method === "HEAD",
    };
  },
  async answer({ from, isHead, ...following }, ask, { signal }): Promise<Answer> {
    if (isHead) return headersOnly(HEADERS);
    const after = from ?? (await askLastChange(ask));
    return { body: messages(ask, after, { ...following, signal }), headers: HEADERS };
  },
});

type Following = {
  sites: readonly number[];
  level: number | undefined;
  /** Milliseconds since 1970. */
  until: number;
  /** Ends when the client goes away. */
  signal: AbortSignal;
};

/** Changes after a number, asked for again and again until the time is over or the client has gone. */
async function* messages(
  ask: Ask,
  after: number,
  { sites: seen, level, until, signal }: Following,
): AsyncGenerator<string> {
  let position = after;
  yield `retry: ${RETRY_MS}\nid: ${position}\n\n`;
  while (!signal.aborted) {
    const { changes, until: seenUntil } = await askChanges(
      ask,
      position,
      { sites: seen, level },
      CHANGES_AT_ONCE,
    );
    const isBehind = seenUntil > position;
    position = seenUntil;
    yield changes.length > 0 ? changes.map(message).join("") : stillHere(position);
    if (isBehind) continue;
    if (Date.now() + POLL_MS > until) break;
    await pause(POLL_MS, signal);
  }
}

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
