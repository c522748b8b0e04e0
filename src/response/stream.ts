import { hex } from "../domain/access/bytes.ts";
import { inBytes, type Piece } from "./formats/pieces.ts";

/** What became of a body: `broken` where it failed here or its client went away. */
export type Ending = { bytes: number; outcome: "complete" | "broken" };

/**
 * A body that is produced as the client reads it: a piece is read when the previous one is sent. A failure
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
