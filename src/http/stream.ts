const encoder = new TextEncoder();

/** Bytes that are handed to the client at once. */
const PIECE = 256 * 1024;

/**
 * A body that is made as the client reads it: a text is asked for when the one before it is gone, and
 * `onCancel` is called when the client goes away. A failure breaks the transfer, so that a cut answer never
 * looks complete.
 */
export function streamBody(texts: AsyncIterable<string>, onCancel: () => void): ReadableStream {
  const { readable, writable } = new IdentityTransformStream();
  pump(texts, writable, onCancel);
  return readable;
}

/**
 * Every piece goes through one buffer: a write ends when the client has taken its bytes. With a buffer for
 * each the garbage of a long download grows to a hundred megabytes before it is collected.
 */
async function pump(
  texts: AsyncIterable<string>,
  writable: WritableStream<Uint8Array>,
  onCancel: () => void,
): Promise<void> {
  const writer = writable.getWriter();
  writer.closed.catch(onCancel);
  const buffer = new Uint8Array(PIECE);
  try {
    for await (const text of texts) {
      for (let at = 0; at < text.length; ) {
        const { read, written } = encoder.encodeInto(at === 0 ? text : text.slice(at), buffer);
        await writer.write(buffer.subarray(0, written));
        at += read;
      }
    }
    await writer.close();
  } catch (error) {
    onCancel();
    await writer.abort(error).catch(() => {});
  }
}

/** The texts, then `end` with the SHA-256 (hex) of all bytes before it. */
export async function* withDigest(
  texts: AsyncIterable<string>,
  end: (sha256: string) => string,
): AsyncGenerator<string> {
  const digest = new crypto.DigestStream("SHA-256");
  const writer = digest.getWriter();
  for await (const text of texts) {
    await writer.write(encoder.encode(text));
    yield text;
  }
  await writer.close();
  const bytes = new Uint8Array(await digest.digest);
  yield end(Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}
