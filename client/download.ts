import type { Ask, Question } from "./ask.ts";
import { openDigest } from "./digest.ts";
import { NdjsonRows } from "./row-count.ts";
import { TrailerSplitter } from "./trailer.ts";
import { type Fault, TrailerProof } from "./trailer-proof.ts";

/** A download that ended incomplete. */
export class IncompleteDownload extends Error {
  override name = "IncompleteDownload";
  readonly fault: Fault;
  /** Rows received. */
  readonly rows: number;

  constructor(fault: Fault, rows: number) {
    super(`The download is not whole (${fault}) after ${rows} rows`);
    this.fault = fault;
    this.rows = rows;
  }
}

/**
 * Rows of a download as they arrive. Ends normally only if row count and SHA-256 match the trailer. Discard all rows
 * if it throws.
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

/** Splits chunks of bytes into lines. */
class Lines {
  readonly #decoder = new TextDecoder();
  #open = "";

  take(bytes: Uint8Array): string[] {
    const lines = (this.#open + this.#decoder.decode(bytes, { stream: true })).split("\n");
    this.#open = lines.pop() ?? "";
    return lines;
  }
}
