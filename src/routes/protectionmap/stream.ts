import type { Context } from "hono";
import * as z from "zod";
import { allows, reaches } from "../../access/scopes.ts";
import { askLastChange, type Change } from "../../db/changes.ts";
import type { Ask } from "../../db/client.ts";
import { readEnv } from "../../env.ts";
import { eventItem } from "../../events/item.ts";
import type { AppEnv } from "../../http/app-env.ts";
import { currentGrant } from "../../http/authenticate.ts";
import { type App, addOperation } from "../../http/contract.ts";
import { platformDatabase } from "../../http/database.ts";
import { changeNumber } from "../../http/header.ts";
import { check, rawQuery, refuse } from "../../http/input.ts";
import { parameter, readWhole, readWord } from "../../http/parameter.ts";
import { sitesOf } from "../../http/place.ts";
import { takeStreamSlot } from "../../http/rate-limit.ts";
import { streamBody } from "../../http/stream.ts";
import { sites } from "../../sites/index.ts";
import type { Site } from "../../sites/site.ts";
import { ChangeFeed } from "./change-feed.ts";
import { levelParameter } from "./query.ts";

const PATH = "/api/ess-feature/protectionmap/stream/";
const POLL_MS = 1_500;
const MOST_SECONDS = 600;
const RETRY_MS = 1_000;
const ACCESS = "analytics:read";

/** One for each environment, hence for each platform database of the isolate. */
const feeds = new WeakMap<object, ChangeFeed>();

function feedOf(c: Context<AppEnv>): ChangeFeed {
  const env = readEnv(c.env);
  const feed = feeds.get(env) ?? new ChangeFeed();
  feeds.set(env, feed);
  return feed;
}

const streamQuery = (seen: readonly Site[]) =>
  z.strictObject({
    site: parameter(
      {
        description: "Only events of this site",
        example: 1,
        schema: { type: "integer", minimum: 1 },
      },
      (text) => {
        const word = readWord(
          text,
          seen.map(({ id }) => String(id)),
        );
        return "value" in word ? { value: Number(word.value) } : word;
      },
    ).optional(),
    level: levelParameter,
    seconds: parameter(
      {
        description:
          "Seconds after which the answer ends and the client comes again. Every 1.5 seconds cost one subrequest: of a plan that allows 50, ask for 60 at most",
        example: 1,
        schema: { type: "integer", minimum: 1, maximum: MOST_SECONDS, default: MOST_SECONDS },
      },
      (text) => readWhole(text, 1, MOST_SECONDS, "60"),
    ).optional(),
  });

/** `GET /api/ess-feature/protectionmap/stream/`: changes of events as they come, as server-sent events. */
export function addEventStream(app: App): void {
  addOperation(
    app,
    {
      method: "get",
      access: ACCESS,
      path: PATH,
      operationId: "streamEvents",
      tags: ["Protection map"],
      summary: "New, ended and withdrawn events as they come",
      description:
        "Server-sent events `new`, `ended` and `withdrawn`, each with an item of the list as `data` and the number of the change as `id`. With `Last-Event-ID`, which browsers send by themselves, it goes on where the last answer ended: nothing is missed and nothing told twice. An event that corrected rows make go on after it had ended is new again. It ends after ten minutes, so that the client comes again, and with a comment when the key is revoked, expires or loses a site or the scope. A caller with too many open streams gets 429",
      request: {
        query: streamQuery(sites),
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
    },
    stream,
  );
}

const HEADERS = { "content-type": "text/event-stream" };

async function stream(c: Context<AppEnv>): Promise<Response> {
  const seen = sitesOf(c);
  const query = check("query", streamQuery(seen), rawQuery(c));
  const from = changeNumber(c);
  const faults = [...query.faults, ...from.faults];
  if (faults.length > 0 || !query.value) refuse(faults);
  const { site, level, seconds = MOST_SECONDS } = query.value;
  if (c.req.raw.method === "HEAD") return new Response(null, { headers: HEADERS });
  const ask = platformDatabase(c);
  const slot = takeStreamSlot(c);
  const wanted = site === undefined ? seen.map(({ id }) => id) : [site];
  const start = async () => from.value ?? (await askLastChange(ask));
  const after = await start().catch((error: unknown) => {
    slot.free();
    throw error;
  });
  const { body, ending } = streamBody(
    messages(ask, after, {
      feed: feedOf(c),
      isResumed: from.value !== undefined,
      sites: wanted,
      level,
      until: Date.now() + seconds * 1000,
      signal: c.req.raw.signal,
      mayGoOn: async () => {
        slot.renew();
        const grant = await currentGrant(c);
        return (
          grant !== undefined && allows(grant, ACCESS) && wanted.every((id) => reaches(grant, id))
        );
      },
    }),
  );
  c.set(
    "ending",
    ending.then((end) => {
      slot.free();
      return Object.assign(c.get("tally"), end);
    }),
  );
  return new Response(body, { headers: HEADERS });
}

type Following = {
  feed: ChangeFeed;
  /** Whether the client goes on where an earlier answer ended. */
  isResumed: boolean;
  sites: readonly number[];
  level: number | undefined;
  /** Milliseconds since 1970. */
  until: number;
  /** Ends when the client goes away. */
  signal: AbortSignal;
  /** Whether the caller may still see what the stream shows. */
  mayGoOn: () => Promise<boolean>;
};

/** Changes after a number, read again and again until the time is over, the key is invalid or the client has gone. */
async function* messages(
  ask: Ask,
  after: number,
  { feed, isResumed, sites: seen, level, until, signal, mayGoOn }: Following,
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
