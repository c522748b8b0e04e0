const encoder = new TextEncoder();

/** A part of a body. Its bytes may be overwritten when the next part is read. */
export type Piece = string | Uint8Array;

const BUFFER = 256 * 1024;

/** Texts go through one buffer: with one for each the garbage of a long answer grows to a hundred megabytes. */
export async function* inBytes(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  let buffer: Uint8Array<ArrayBuffer> | undefined;
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

/** All of a short body. */
export async function collected(pieces: AsyncIterable<Piece>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for await (const bytes of inBytes(pieces)) parts.push(bytes.slice());
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
