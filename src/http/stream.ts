const encoder = new TextEncoder();

/**
 * A body that is made as the client reads it: nothing is asked for ahead of its pull, and `onCancel` is
 * called when it goes away. A failure breaks the transfer, so that a cut answer never looks complete.
 */
export function streamBody(
  texts: AsyncIterable<string>,
  onCancel: () => void,
): ReadableStream<Uint8Array> {
  const iterator = texts[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      cancel() {
        onCancel();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * The texts, then `end` with the SHA-256 (hex) of all bytes before it.
 */
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
