import { inBytes, type Piece } from "./pieces.ts";

/**
 * The pieces as one gzip member. The runtime would take any number of them and keep what comes out: here the next
 * one is taken only while somebody waits for bytes.
 */
export async function* gzipped(pieces: AsyncIterable<Piece>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new CompressionStream("gzip");
  const [writer, reader] = [writable.getWriter(), readable.getReader()];
  const source = inBytes(pieces);
  let isOpen = true;
  let feeding: Promise<void> | undefined;
  const feed = async () => {
    const { value, done } = await source.next();
    isOpen = !done;
    await (done ? writer.close() : writer.write(value as Uint8Array<ArrayBuffer>));
    feeding = undefined;
  };
  try {
    for (;;) {
      let came = false;
      const reading = reader.read().finally(() => {
        came = true;
      });
      reading.catch(() => {}); // reported where it is awaited
      while (isOpen && !came) {
        feeding ??= feed();
        feeding.catch(() => {}); // reported by the race, or by the reader
        // A write may wait until more is read: Node's does.
        await Promise.race([feeding, reading]);
      }
      const { value, done } = await reading;
      if (done) return;
      yield value;
    }
  } finally {
    await source.return(undefined);
    await reader.cancel().catch(() => {});
    await writer.abort().catch(() => {});
  }
}
