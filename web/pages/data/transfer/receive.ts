import type { Fault, Proof } from "../../../../client/trailer-proof";
import type { Sink } from "./sink";

export type Received = { rows: number; bytes: number };

export type Outcome =
  | ({ kind: "complete"; sha256: string } & Received)
  /** The partial file was discarded. */
  | ({ kind: "incomplete"; fault: Fault | "broken"; announced: number | undefined } & Received)
  | ({ kind: "unsaved" } & Received)
  | { kind: "cancelled" };

type Given = {
  body: ReadableStream<Uint8Array>;
  proof: Proof;
  sink: Sink;
  /** Row count of the response header. */
  announced: number | undefined;
  signal: AbortSignal;
  onProgress: (received: Received) => void;
};

/** Writes a transfer to a sink and keeps it only if complete. Never throws. */
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

/** Copies until the end of the transfer or an error. */
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
