/** Bytes that an isolate keeps, of the 128 MB that it has for everything, and the most of one answer. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_OF_ONE = 1024 * 1024;
/** What an answer takes beside its body. */
const EACH = 2 * 1024;

/** An answer as it is kept: its body gzipped, and how long it was before. */
export type PopularAnswer = {
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

/** The answer to one who takes gzip, as it is kept; to others as it was. */
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
