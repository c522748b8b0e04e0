import { edgeCache } from "../../store/edge.ts";
import { takesGzip } from "../accept.ts";
import { answerOf, gzipOf, PopularAnswers } from "./popular.ts";

const KEPT = "public, max-age=86400";
/** What is told of the way of an answer, and of who asked first: not of the answer. */
const OF_ITS_WAY = ["age", "cf-cache-status", "date", "expires", "vary"];
const OF_WHO_ASKED = /^access-control-/;

/** Larger ones take longer to compress than others should wait for. */
const MOST_TO_COMPRESS = 4 * 1024 * 1024;
/** So long what was tried is not tried again: it is under way, was too large, or its request has ended. */
const TRIED_MS = 30_000;

const popular = new PopularAnswers();
/** When answers were compressed, so that a crowd has each compressed once. */
const tried = new Map<string, number>();

/** Entries are named by what is in them: another version has another name, so that none is ever wrong. */
const nameOf = (etag: string): string =>
  `https://answers.ess-edge.invalid/${encodeURIComponent(etag)}`;

/** An answer that was made for somebody before, and its bytes where they are known. */
export type Shared = { answer: Response; bytes: number | undefined };

/**
 * The answer of this isolate, or of the nearest data centre, if they have one. What is asked for again is kept here.
 * @param later what may be done when the answer has gone out
 */
export async function fromShared(
  etag: string,
  acceptEncoding: string | undefined,
  later: (work: Promise<void>) => void,
): Promise<Shared | undefined> {
  const near = popular.get(etag);
  if (near) return answerOf(near, takesGzip(acceptEncoding));
  const answer = await find(etag);
  if (!answer) return undefined;
  const length = Number(answer.headers.get("content-length") ?? Number.NaN);
  if (length <= MOST_TO_COMPRESS) later(keepNear(etag).catch(() => {}));
  return { answer, bytes: length >= 0 ? length : undefined };
}

/** Keeps a copy of an answer for everyone. */
export async function intoShared(etag: string, answer: Response): Promise<void> {
  // Whole, so that its length is known.
  const kept = cleaned(new Response(await answer.arrayBuffer(), answer));
  kept.headers.set("cache-control", KEPT);
  await edgeCache()
    ?.put(nameOf(etag), kept)
    .catch(() => {});
}

async function find(etag: string): Promise<Response | undefined> {
  const found = await edgeCache()
    ?.match(nameOf(etag))
    .catch(() => undefined);
  return found && cleaned(new Response(found.body, found));
}

async function keepNear(etag: string): Promise<void> {
  const now = Date.now();
  for (const [other, at] of tried) if (now - at > TRIED_MS) tried.delete(other);
  if (tried.has(etag)) return;
  tried.set(etag, now);
  const found = await find(etag);
  if (found) popular.put(etag, await gzipOf(found));
}

function cleaned(answer: Response): Response {
  for (const name of [...answer.headers.keys()]) {
    if (OF_ITS_WAY.includes(name) || OF_WHO_ASKED.test(name)) answer.headers.delete(name);
  }
  return answer;
}
