import QuickLRU from "quick-lru";
import { edgeCache } from "../../store/edge.ts";
import { takesGzip } from "../accept.ts";

/** Bytes that an isolate keeps, of the 128 MB that it has for everything, and the most of one answer. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_OF_ONE = 1024 * 1024;
/** What an answer takes beside its body. */
const EACH = 2 * 1024;

/** A cached response: its gzipped body and the length before compression. */
type PopularAnswer = {
  gzipped: Uint8Array<ArrayBuffer>;
  bytes: number;
  headers: readonly (readonly [string, string])[];
};

/** Answers that an isolate was asked for again, by their validators; the one that was not wanted for the longest goes first. */
export class PopularAnswers {
  readonly #answers = new Map<string, PopularAnswer>();
  #bytes = 0;

  get(etag: string): PopularAnswer | undefined {
    const kept = this.#answers.get(etag);
    if (!kept) return undefined;
    this.#answers.delete(etag);
    this.#answers.set(etag, kept);
    return kept;
  }

  put(etag: string, answer: PopularAnswer): void {
    if (answer.gzipped.length > MOST_OF_ONE || this.#answers.has(etag)) return;
    this.#answers.set(etag, answer);
    this.#bytes += weightOf(answer);
    for (const [oldest, given] of this.#answers) {
      if (this.#bytes <= MOST_BYTES) return;
      this.#answers.delete(oldest);
      this.#bytes -= weightOf(given);
    }
  }
}

const weightOf = ({ gzipped }: PopularAnswer): number => gzipped.length + EACH;

/** Compresses an answer that is to be kept. It is read. */
export async function gzipOf(answer: Response): Promise<PopularAnswer> {
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const gzipped = answer.body
    ?.pipeThrough(counted)
    .pipeThrough(new CompressionStream("gzip") as TransformStream<Uint8Array, Uint8Array>);
  const body = new Uint8Array(await new Response(gzipped).arrayBuffer());
  return { gzipped: body, bytes, headers: [...answer.headers] };
}

/** The cached response, gzipped if the client accepts it. */
export function answerOf(
  { gzipped, bytes, headers }: PopularAnswer,
  takesGzip: boolean,
): { answer: Response; bytes: number } {
  const own = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  own.delete("content-length");
  if (takesGzip) {
    own.set("content-encoding", "gzip");
    const answer = new Response(gzipped, { headers: own, encodeBody: "manual" });
    return { answer, bytes: gzipped.length };
  }
  const plain = new Blob([gzipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return { answer: new Response(plain, { headers: own }), bytes };
}

const KEPT = "public, max-age=86400";
/** Headers that describe the transfer or the first caller, not the response. */
const OF_ITS_WAY = ["age", "cf-cache-status", "date", "expires", "vary"];
const OF_WHO_ASKED = /^access-control-/;

/** Larger ones take longer to compress than others should wait for. */
const MOST_TO_COMPRESS = 4 * 1024 * 1024;
/** So long what was tried is not tried again: it is under way, was too large, or its request has ended. */
const TRIED_MS = 30_000;

const popular = new PopularAnswers();
/** Answers that were compressed a short while ago, so that a crowd has each compressed once. */
const tried = new QuickLRU<string, true>({ maxSize: 1_000, maxAge: TRIED_MS });

/** Entries are named by their version, so that a stale entry is never found. */
const nameOf = (etag: string): string =>
  `https://answers.ess-edge.invalid/${encodeURIComponent(etag)}`;

/** An answer that was made for somebody before, and its bytes where they are known. */
export type Shared = { answer: Response; bytes: number | undefined };

/**
 * The response cached in this isolate or in the nearest data centre. Repeated responses are kept in the isolate.
 * @param later work to do after the response
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
  if (tried.has(etag)) return;
  tried.set(etag, true);
  const found = await find(etag);
  if (found) popular.put(etag, await gzipOf(found));
}

function cleaned(answer: Response): Response {
  for (const name of [...answer.headers.keys()]) {
    if (OF_ITS_WAY.includes(name) || OF_WHO_ASKED.test(name)) answer.headers.delete(name);
  }
  return answer;
}
