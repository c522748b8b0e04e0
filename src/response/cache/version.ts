import { base64url, utf8 } from "../../domain/access/bytes.ts";
import type { Caller } from "../../domain/access/scopes.ts";
import type { Env } from "../../env.ts";
import type { Backend } from "../../store/backend.ts";
import { askVersion, versionOf, versionQuestion } from "../../store/rows/writes.ts";
import { alongWith } from "../../store/sql/along.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { DAY_MS } from "../../time/units.ts";
import type { Tally } from "../tally.ts";
import { fromShared, intoShared } from "./shared.ts";
import { VersionMemory } from "./versions.ts";

const OPEN_SECONDS = 2;
const CLOSED_SECONDS = 600;
/** Corrections of closed ranges must show within about an hour. */
const STALE_SECONDS = 3_600 - CLOSED_SECONDS;

/** Whether a range has ended so long ago that hardly anything comes into it; microseconds and milliseconds. */
export const isClosed = (end: number | undefined, now: number): boolean =>
  end !== undefined && end / 1000 <= now - DAY_MS;

/** What stays the same as long as an answer of now does. */
const momentOf = (now: number): string => String(Math.floor(now / 1000 / OPEN_SECONDS));

/** For how long an answer may be shown again without asking, and by whom. */
export function cacheControl(isShared: boolean, closed: boolean): string {
  const who = isShared ? "public" : "private";
  return closed
    ? `${who}, max-age=${CLOSED_SECONDS}, stale-while-revalidate=${STALE_SECONDS}`
    : `${who}, max-age=${OPEN_SECONDS}, must-revalidate`;
}

const BYTES = 16;

/** A weak validator (RFC 9110, 8.8.3) of the response that these texts identify. */
export async function weakEtag(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(JSON.stringify(parts)));
  return `W/"${base64url(new Uint8Array(digest, 0, BYTES))}"`;
}

/** Whether `If-None-Match` names a validator, compared weakly (RFC 9110, 13.1.2); `*` names none. */
export function isNamed(header: string | undefined, etag: string): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, "");
  return header?.split(",").some((one) => opaque(one) === opaque(etag)) ?? false;
}

/** The rows that an answer is made of, and of nothing else. */
export type VersionedRows = Pick<Selection, "site" | "component" | "start" | "end"> & {
  /** Whether the answer also depends on the present moment. */
  isOfNow?: boolean;
  /**
   * Whether it is streamed. Browsers would keep a part of it and, told that it has not changed, take a damaged or cut
   * transfer for whole: clients that have all of it say so themselves.
   */
  isTransfer?: boolean;
};

/** What the version of an answer depends on beside its rows. */
type Request = {
  method: string;
  url: URL;
  headers: Headers;
  caller: Caller;
  env: Env;
  isOpen: boolean;
  now: number;
};

/** What is known of an answer before its rows are read. */
export type Version = {
  /** The answer, where it needs no rows: 304, or one that was kept. */
  ready?: { response: Response; tally: Tally };
  /** Asks the site's database. Where the version is not known yet, the first question brings it along. */
  ask: Ask;
  /** Adds the version to an answer made with `ask`, and keeps it for everyone where anyone may have it. */
  complete(response: Response): Promise<Response>;
};

const memory = new VersionMemory();

/** After rows of a site were written: the caller's next request sees them. */
export const forgetVersions = (site: number): void => memory.forget(site, Date.now());

/**
 * Finds the version of an answer. An unchanged answer reads no rows: it is 304, or was kept where anyone may have it.
 * All others get rows and version in one trip to the database.
 */
export async function findVersion(
  rows: VersionedRows,
  request: Request,
  backend: Backend,
): Promise<Version> {
  const { site, component, start, end, isOfNow, isTransfer } = rows;
  const { now, headers: asked } = request;
  const reader = await backend.reader(site);
  if (await backend.hasWrittenElsewhere(site)) forgetVersions(site.id);
  const range = `${reader.url} ${component} ${start ?? ""} ${end ?? ""}`;
  const wanted = asked.get("if-none-match") ?? undefined;
  // What anyone may have without a key; on one's own machine everything is one's own.
  const isShared = request.caller.via === "anyone" && !request.isOpen;
  const isKept = isShared && !isTransfer && request.method === "GET";
  const headersOf = async (version: string): Promise<Validators> => {
    const isOpenEnd = end === undefined || end / 1000 > now;
    const moment = isOfNow && isOpenEnd ? momentOf(now) : "";
    const accept = asked.get("accept") ?? "";
    return {
      etag: await weakEtag(version, moment, request.url.href, accept, release(request.env)),
      "cache-control": isTransfer ? "no-store" : cacheControl(isShared, isClosed(end, now)),
      vary: "accept, accept-encoding, authorization, x-api-key",
    };
  };
  const remembered = memory.get(site.id, range, now);
  if (!remembered && wanted === undefined && !isKept && !isTransfer) {
    const along = alongWith(versionQuestion(rows, rows), reader);
    return {
      ask: along.ask,
      async complete(response) {
        const version = versionOf(along.answered() ?? []);
        if (along.isAsked()) memory.put(site.id, range, version, now, request.env.VERSION_KNOWN_MS);
        return version === undefined ? response : withHeaders(response, await headersOf(version));
      },
    };
  }
  const version = remembered ? remembered.version : await askVersion(reader.ask, rows, rows);
  if (!remembered) memory.put(site.id, range, version, now, request.env.VERSION_KNOWN_MS);
  if (version === undefined) return { ask: reader.ask, complete: async (response) => response };
  const headers = await headersOf(version);
  const { etag } = headers;
  if (isNamed(wanted, etag)) {
    const response = new Response(null, { status: 304, headers });
    return { ready: { response, tally: {} }, ask: reader.ask, complete: async (own) => own };
  }
  const kept = isKept
    ? await fromShared(etag, asked.get("accept-encoding") ?? undefined, backend.later)
    : undefined;
  return {
    ...(kept && {
      ready: { response: withHeaders(kept.answer, headers), tally: { bytes: kept.bytes } },
    }),
    ask: reader.ask,
    async complete(response) {
      if (isKept) backend.later(intoShared(etag, response.clone() as Response));
      return withHeaders(response, headers);
    },
  };
}

type Validators = { etag: string } & Record<string, string>;

function withHeaders(answer: Response, headers: Validators): Response {
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** A selection whose last step may reach beyond its end. */
export const reaching = <S extends Pick<Selection, "end">>(selection: S, step: number): S =>
  selection.end === undefined ? selection : { ...selection, end: selection.end + step };

let own: string | undefined;

/** The deployed code and the settings that shape answers; without a deployment this process. */
function release(env: Env): string {
  const { CF_VERSION_METADATA, DEID_KEY, DEID_VERSION, DEID_MODE, DEID_OMIT } = env;
  own ??= crypto.randomUUID();
  const deid = [DEID_KEY, DEID_VERSION, DEID_MODE, DEID_OMIT];
  return JSON.stringify([CF_VERSION_METADATA?.id ?? own, ...deid]);
}
