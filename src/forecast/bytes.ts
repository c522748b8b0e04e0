/*
 * Numbers as bytes, little-endian as all machines that we run on are: a JSON header for what is small and has names,
 * then arrays of numbers one after another.
 */

type Values = Float64Array | Int16Array;

/** Header and arrays in one piece, to be read in the same order. */
export function pack(header: unknown, arrays: readonly Values[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = padded(4 + text.length);
  const bytes = new Uint8Array(
    arrays.reduce((at, { byteLength }) => at + padded(byteLength), start),
  );
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = start;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += padded(byteLength);
  }
  return bytes;
}

/** Reads what `pack` made. @throws RangeError if it is shorter than what is asked of it */
export function unpack(bytes: Uint8Array<ArrayBuffer>): {
  header: unknown;
  doubles: (count: number) => Float64Array;
  shorts: (count: number) => Int16Array;
} {
  const { buffer } = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const base = bytes.byteOffset % 8 === 0 ? bytes.byteOffset : 0;
  const length = new DataView(buffer, base).getUint32(0, true);
  const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  let at = base + padded(4 + length);
  const next = (size: number) => {
    const here = at;
    at += padded(size);
    return here;
  };
  return {
    header,
    doubles: (count) => new Float64Array(buffer, next(8 * count), count),
    shorts: (count) => new Int16Array(buffer, next(2 * count), count),
  };
}

/** Arrays begin at a multiple of eight. */
const padded = (size: number): number => Math.ceil(size / 8) * 8;
