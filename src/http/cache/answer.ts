import type { Context } from "hono";
import { alongWith } from "../../db/along.ts";
import type { Ask } from "../../db/client.ts";
import type { Selection } from "../../db/selection.ts";
import { askVersion, versionOf, versionQuestion } from "../../db/writes.ts";
import { readEnv } from "../../env.ts";
import { takesGzip } from "../accept.ts";
import type { AppEnv } from "../app-env.ts";
import { siteReader } from "../database.ts";
import { withoutLink } from "../input.ts";
import { isOpen } from "../open.ts";
import { hasWrittenElsewhere } from "../written.ts";
import { isNamed, weakEtag } from "./etag.ts";
import { cacheControl, isClosed, momentOf } from "./lifetime.ts";
import { fromShared, intoShared } from "./shared.ts";
import { VersionMemory } from "./versions.ts";

const memory = new VersionMemory();

/** After rows of a site were written: who has written them sees them. */
export const forgetVersions = (site: number): void => memory.forget(site, Date.now());

type Options = {
  /** Whether the answer also says how much there could be by now. */
  isOfNow?: boolean;
  /**
   * Whether it is streamed. Browsers would keep what came of it, and take a transfer that was damaged or cut on
   * its way for whole when they are told that it is as it was: who has all of it says so itself.
   */
  isTransfer?: boolean;
};

/**
 * An answer that is made of the rows of a selection and of nothing else. Who has it already, as the rows are
 * now, is told so (304); where anyone may have it, it is made once for all. Neither reads rows. Everybody else
 * gets rows and their version in one trip to the database.
 * @param make asks the site's database through what it is given
 */
export async function answerOfRows(
  c: Context<AppEnv>,
  selection: Range,
  make: (ask: Ask) => Promise<Response>,
  { isOfNow = false, isTransfer = false }: Options = {},
): Promise<Response> {
  const now = Date.now();
  const { site, component, start, end } = selection;
  const reader = await siteReader(c, site);
  if (await hasWrittenElsewhere(c, site)) forgetVersions(site.id);
  const range = `${reader.url} ${component} ${start ?? ""} ${end ?? ""}`;
  const wanted = c.req.header("if-none-match");
  const isShared = isForAnyone(c);
  const isKept = isShared && !isTransfer && c.req.raw.method === "GET";
  const headersOf = async (version: string): Promise<Headers> => {
    const isOpenEnd = end === undefined || end / 1000 > now;
    const moment = isOfNow && isOpenEnd ? momentOf(now) : "";
    const accept = c.req.header("accept") ?? "";
    return {
      etag: await weakEtag(version, moment, address(c), accept, release(c)),
      "cache-control": isTransfer ? "no-store" : cacheControl(isShared, isClosed(end, now)),
      vary: "accept, accept-encoding, authorization, x-api-key",
    };
  };
  const remembered = memory.get(site.id, range, now);
  if (!remembered && wanted === undefined && !isKept && !isTransfer) {
    const along = alongWith(versionQuestion(selection, selection), reader);
    const answer = await make(along.ask);
    const version = versionOf(along.answered() ?? []);
    if (along.isAsked()) memory.put(site.id, range, version, now);
    return version === undefined ? answer : withHeaders(answer, await headersOf(version));
  }
  const version = remembered
    ? remembered.version
    : await askVersion(reader.ask, selection, selection);
  if (!remembered) memory.put(site.id, range, version, now);
  if (version === undefined) return make(reader.ask);
  const headers = await headersOf(version);
  if (isNamed(wanted, headers.etag)) return new Response(null, { status: 304, headers });
  const answer = isKept
    ? await keptAnswer(c, headers.etag, () => make(reader.ask))
    : await make(reader.ask);
  return withHeaders(answer, headers);
}

type Range = Pick<Selection, "site" | "component" | "start" | "end">;
type Headers = { etag: string } & Record<string, string>;

/** The answer that was made for somebody before, or else this one, for others too. */
async function keptAnswer(
  c: Context<AppEnv>,
  etag: string,
  make: () => Promise<Response>,
): Promise<Response> {
  const later = (work: Promise<void>) => c.executionCtx.waitUntil(work);
  const kept = await fromShared(etag, takesGzip(c.req.header("accept-encoding")), later);
  if (kept) {
    if (kept.bytes !== undefined) c.get("tally").bytes = kept.bytes;
    return kept.answer;
  }
  const answer = await make();
  later(intoShared(etag, answer.clone() as Response));
  return answer;
}

function withHeaders(answer: Response, headers: Headers): Response {
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** A selection whose last step may go on beyond its end. */
export const reaching = <S extends Pick<Selection, "end">>(selection: S, step: number): S =>
  selection.end === undefined ? selection : { ...selection, end: selection.end + step };

/** What anyone may have without a key; on one's own machine everything is one's own. */
const isForAnyone = (c: Context<AppEnv>): boolean => c.get("caller").via === "anyone" && !isOpen(c);

const address = (c: Context<AppEnv>): string => withoutLink(new URL(c.req.url)).href;

let own: string | undefined;

/** The deployed code and the settings that shape answers; without a deployment this process. */
function release(c: Context<AppEnv>): string {
  const { CF_VERSION_METADATA, DEID_KEY, DEID_VERSION, DEID_MODE, DEID_OMIT } = readEnv(c.env);
  own ??= crypto.randomUUID();
  const deid = [DEID_KEY, DEID_VERSION, DEID_MODE, DEID_OMIT];
  return JSON.stringify([CF_VERSION_METADATA?.id ?? own, ...deid]);
}
