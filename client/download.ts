import type { Ask, Question } from "./ask.ts";
import { openDigest } from "./digest.ts";
import { NdjsonRows } from "./row-count.ts";
import { TrailerSplitter } from "./trailer.ts";
import { type Fault, TrailerProof } from "./trailer-proof.ts";

/** A download that came to an end and is not whole. */
export class IncompleteDownload extends Error {
  override name = "IncompleteDownload";
  readonly fault: Fault;
  /** Rows that have come. */
  readonly rows: number;

  constructor(fault: Fault, rows: number) {
    super(`The download is not whole (${fault}) after ${rows} rows`);
    this.fault = fault;
    this.rows = rows;
  }
}

/**
 * The rows of a download as they come. It ends only if every byte was proved by the count and the SHA-256 at its end:
 * what was made of the rows before an error is thrown is not to be kept.
 * @throws {IncompleteDownload}
 */
export async function* downloadOf<T>(
  ask: Ask,
  template: string,
  question: Question,
): AsyncGenerator<T, void, undefined> {
  const query = { ...question.query, format: "ndjson", trailer: "1" };
  const [response, digest] = await Promise.all([
    ask(template, { ...question, query }),
    openDigest(),
  ]);
  const announced = response.headers.get("ess-rows");
  const proof = new TrailerProof(new TrailerSplitter("ndjson"), new NdjsonRows(), digest);
  const lines = new Lines();
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const part = await reader?.read();
      if (!part || part.done) break;
      for (const line of lines.take(proof.take(part.value))) yield JSON.parse(line) as T;
    }
    const { rest, fault } = proof.end(announced === null ? undefined : Number(announced));
    if (fault !== undefined) throw new IncompleteDownload(fault, proof.rows);
    for (const line of lines.take(rest)) yield JSON.parse(line) as T;
  } finally {
    await reader?.cancel().catch(() => {});
  }
}

/** Lines of bytes that come piece by piece. */
class Lines {
  readonly #decoder = new TextDecoder();
  #open = "";

  take(bytes: Uint8Array): string[] {
    const lines = (this.#open + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#open = lines.pop() ?? "";
    return lines;
  }
}
