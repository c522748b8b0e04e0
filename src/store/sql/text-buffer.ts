const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** Byte after a backslash in JSON → the byte that is meant; 0 where it is not one byte. */
const ESCAPES = new Uint8Array(256);
for (const [letter, meant] of ['""', "\\\\", "//", "b\b", "f\f", "n\n", "r\r", "t\t"]) {
  ESCAPES[(letter as string).charCodeAt(0)] = (meant as string).charCodeAt(0);
}

/** Where the values of the first row begin: a number in quotes, then a text or null. */
const FIRST_ROW = /"rows"\s*:\s*\[\s*\[\s*"(\d+)"\s*,\s*("|null)/;
const HEAD_BYTES = 4096;

/**
 * Takes answers that consist of one row, a number and a long text, and gives the text as bytes: no string is
 * made of it and the memory is used again for the next answer, because the garbage of a download that makes
 * strings of them grows to some hundred megabytes before it is collected.
 */
export class TextBuffer {
  #buffer: ArrayBuffer;

  constructor(size = 256 * 1024) {
    this.#buffer = new ArrayBuffer(size);
  }

  /**
   * Reads the JSON that Neon answers with. The bytes are valid until the next call.
   * @throws {SyntaxError} if it is something else, or cut
   */
  async read(body: ReadableStream): Promise<{ rows: number; bytes: Uint8Array }> {
    const bytes = await this.#fill(body);
    const head = new TextDecoder("latin1").decode(bytes.subarray(0, HEAD_BYTES));
    const found = FIRST_ROW.exec(head);
    if (!found) throw new SyntaxError("the database response has no row with a number and a text");
    const rows = Number(found[1]);
    if (found[2] === "null") return { rows, bytes: bytes.subarray(0, 0) };
    return { rows, bytes: unescapeString(bytes, found.index + found[0].length) };
  }

  async #fill(body: ReadableStream): Promise<Uint8Array> {
    const reader = body.getReader({ mode: "byob" });
    for (let length = 0; ; ) {
      if (length === this.#buffer.byteLength) this.#grow();
      // The stream takes the memory over and gives it back as another ArrayBuffer.
      const { value, done } = await reader.read(new Uint8Array(this.#buffer, length));
      if (value) this.#buffer = value.buffer as ArrayBuffer;
      if (done) return new Uint8Array(this.#buffer, 0, length);
      length += value?.byteLength ?? 0;
    }
  }

  #grow(): void {
    const larger = new Uint8Array(this.#buffer.byteLength * 2);
    larger.set(new Uint8Array(this.#buffer));
    this.#buffer = larger.buffer;
  }
}

/** Buffers by turns: `count` answers can be held at once. */
export function buffersInTurn(count: number): () => TextBuffer {
  const buffers = Array.from({ length: count }, () => new TextBuffer());
  let turn = 0;
  return () => buffers[turn++ % count] as TextBuffer;
}

/** What the JSON string whose inside begins at `start` means, written over its own beginning. */
function unescapeString(bytes: Uint8Array, start: number): Uint8Array {
  const { length } = bytes;
  let to = start;
  for (let at = start; at < length; ) {
    let byte = bytes[at] as number;
    while (byte !== BACKSLASH && byte !== QUOTE && at < length) {
      bytes[to++] = byte;
      byte = bytes[++at] as number;
    }
    if (byte === QUOTE) return bytes.subarray(start, to);
    const meant = ESCAPES[bytes[at + 1] as number] as number;
    if (meant !== 0) {
      bytes[to++] = meant;
      at += 2;
    } else {
      const character = unicodeEscape(bytes, at);
      to += encoder.encodeInto(character.text, bytes.subarray(to)).written;
      at += character.length;
    }
  }
  throw new SyntaxError("the database response is truncated");
}

const encoder = new TextEncoder();

/** `\u00e9`, or two of them for a character beyond the first plane. */
function unicodeEscape(bytes: Uint8Array, at: number): { text: string; length: number } {
  const ahead = new TextDecoder("latin1").decode(bytes.subarray(at, at + 12));
  const found =
    /^(?:\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u[\da-fA-F]{4})/.exec(ahead);
  if (!found) throw new SyntaxError("the database response is not valid JSON");
  return { text: JSON.parse(`"${found[0]}"`), length: found[0].length };
}
