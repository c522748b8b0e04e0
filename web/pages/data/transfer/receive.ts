import type { Fault, Proof } from "../../../../client/trailer-proof";
import type { Sink } from "./sink";

export type Received = { rows: number; bytes: number };

export type Outcome =
  | ({ kind: "complete"; sha256: string } & Received)
  /** Nothing of it is kept. */
  | ({ kind: "incomplete"; fault: Fault | "broken"; announced: number | undefined } & Received)
  | ({ kind: "unsaved" } & Received)
  | { kind: "cancelled" };

type Given = {
  body: ReadableStream<Uint8Array>;
  proof: Proof;
  sink: Sink;
  /** Rows that the answer's header says there are. */
  announced: number | undefined;
  signal: AbortSignal;
  onProgress: (received: Received) => void;
};

/** Takes a transfer into a sink, and keeps it only if it is whole. Never throws. */
export async function receive(given: Given): Promise<Outcome> {
  const { proof, sink, announced, signal } = given;
  const seen: Received = { rows: 0, bytes: 0 };
  const came = await takeAll(given, seen);
  if (came === "all") {
    const { rest, sha256, fault } = await proof.end(announced);
    seen.rows = proof.rows;
    if (fault === undefined) {
      seen.bytes += rest.length;
      const isKept = await save(sink, rest);
      if (isKept) return { kind: "complete", sha256, ...seen };
      await sink.discard();
      return { kind: "unsaved", ...seen };
    }
    await sink.discard();
    return { kind: "incomplete", fault, announced, ...seen };
  }
  await sink.discard();
  if (signal.aborted) return { kind: "cancelled" };
  return came === "unsaved"
    ? { kind: "unsaved", ...seen }
    : { kind: "incomplete", fault: "broken", announced, ...seen };
}

/** Until the end of the transfer, or as far as it goes. */
async function takeAll(
  { body, proof, sink, signal, onProgress }: Given,
  seen: Received,
): Promise<"all" | "broken" | "unsaved"> {
  const reader = body.getReader();
  for (;;) {
    const part = await reader.read().catch(() => undefined);
    if (!part || signal.aborted) return "broken";
    if (part.done) return "all";
    const bytes = await proof.take(part.value);
    try {
      await sink.write(bytes);
    } catch {
      await reader.cancel().catch(() => {});
      return "unsaved";
    }
    seen.bytes += bytes.length;
    seen.rows = proof.rows;
    onProgress({ ...seen });
  }
}

const save = (sink: Sink, rest: Uint8Array): Promise<boolean> =>
  sink
    .write(rest)
    .then(sink.keep)
    .then(
      () => true,
      () => false,
    );
