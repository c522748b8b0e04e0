import { hex } from "../access/bytes.ts";

const encoder = new TextEncoder();

/** A part of a body; bytes may be written over when the next part is asked for. */
export type Piece = string | Uint8Array;

/** What became of a body: `broken` where it failed here or its client went away. */
export type Ending = { bytes: number; outcome: "complete" | "broken" };

/**
 * A body that is made as the client reads it: a piece is asked for when the one before it is gone. A failure
 * breaks the transfer, so that a cut answer never looks complete.
 * @returns the body, and what became of it when it has ended; never rejected
 */
export function streamBody(pieces: AsyncIterable<Piece>): {
  body: ReadableStream;
  ending: Promise<Ending>;
} {
  const { readable, writable } = new IdentityTransformStream();
  return { body: readable, ending: pump(pieces, writable) };
}

async function pump(
  pieces: AsyncIterable<Piece>,
  writable: WritableStream<Uint8Array>,
): Promise<Ending> {
  const writer = writable.getWriter();
  let bytes = 0;
  try {
    for await (const piece of inBytes(pieces)) {
      // A write ends when the client has taken its bytes: only then they may be written over.
      await writer.write(piece);
      bytes += piece.byteLength;
    }
    await writer.close();
    return { bytes, outcome: "complete" };
  } catch (error) {
    await writer.abort(error).catch(() => {});
    return { bytes, outcome: "broken" };
  }
}

const BUFFER = 256 * 1024;

/** Texts go through one buffer: with one for each the garbage of a long answer grows to a hundred megabytes. */
async function* inBytes(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  let buffer: Uint8Array | undefined;
  for await (const piece of pieces) {
    if (typeof piece !== "string") {
      yield piece;
      continue;
    }
    buffer ??= new Uint8Array(BUFFER);
    for (let at = 0; at < piece.length; ) {
      const { read, written } = encoder.encodeInto(at === 0 ? piece : piece.slice(at), buffer);
      yield buffer.subarray(0, written);
      at += read;
    }
  }
}

/** The pieces, then `end` with the SHA-256 (hex) of all bytes before it. */
export async function* withDigest(
  pieces: AsyncIterable<Piece>,
  end: (sha256: string) => string,
): AsyncGenerator<Piece> {
  const digest = new crypto.DigestStream("SHA-256");
  const writer = digest.getWriter();
  for await (const bytes of inBytes(pieces)) {
    await writer.write(bytes);
    yield bytes;
  }
  await writer.close();
  yield end(hex(await digest.digest));
}
