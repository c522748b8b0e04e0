/*
 * Numbers as bytes, little-endian as all machines that we run on are: a JSON header for what is small and has names,
 * then arrays of numbers one after another.
 */

type Values = Float64Array | Int16Array;

/** Bytes that cannot be read: truncated, or written with another layout. */
export class UnreadableError extends Error {
  override name = "UnreadableError";
}

/** Before the header stand its length and that of all, four bytes each. */
const LENGTHS = 8;

/** Header and arrays in one piece, to be read in the same order. */
export function pack(header: unknown, arrays: readonly Values[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = padded(LENGTHS + text.length);
  const bytes = new Uint8Array(
    arrays.reduce((at, { byteLength }) => at + padded(byteLength), start),
  );
  new Uint32Array(bytes.buffer, 0, 2).set([text.length, bytes.length]);
  bytes.set(text, LENGTHS);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  return bytes;
}

/** Reads the bytes of `pack`. @throws {UnreadableError} if they are incomplete */
export function unpack(bytes: Uint8Array<ArrayBuffer>): {
  header: unknown;
  doubles: (count: number) => Float64Array;
  shorts: (count: number) => Int16Array;
} {
  const { buffer } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const base = bytes.byteOffset % 8 === 0 ? bytes.byteOffset : 0;
  if (bytes.length < LENGTHS) throw new UnreadableError("no header");
  const [length = 0, all] = new Uint32Array(buffer, base, 2);
  if (all !== bytes.length) throw new UnreadableError(`${bytes.length} of ${all} bytes`);
  let at = base + padded(LENGTHS + length);
  const next = (size: number) => {
    const here = at;
    at += padded(size);
    return here;
  };
  return {
    header: headerIn(bytes.subarray(LENGTHS, LENGTHS + length)),
    doubles: (count) => new Float64Array(buffer, next(8 * count), count),
    shorts: (count) => new Int16Array(buffer, next(2 * count), count),
  };
}

function headerIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new UnreadableError("no header", { cause });
  }
}

/** Arrays begin at a multiple of eight. */
const padded = (size: number): number => Math.ceil(size / 8) * 8;
