const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];

/** Integers of so many digits, and the powers of ten up to it, are exact in a double: so is one rounding. */
const EXACT_DIGITS = 15;
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i);

/** The number that a text in ASCII stands for, as `Number` reads it; no string is made of an ordinary one. */
export function numberAt(bytes: Uint8Array, start: number, end: number): number {
  const isNegative = bytes[start] === MINUS;
  let [whole, digits, places, hasPoint] = [0, 0, 0, false];
  for (let at = isNegative ? start + 1 : start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE) {
      whole = whole * 10 + (byte - ZERO);
      digits++;
      if (hasPoint) places++;
    } else if (byte === POINT && !hasPoint) hasPoint = true;
    else return slowly(bytes, start, end);
  }
  if (digits === 0 || digits > EXACT_DIGITS) return slowly(bytes, start, end);
  const value = places === 0 ? whole : whole / (POWERS[places] as number);
  return isNegative ? -value : value;
}

const slowly = (bytes: Uint8Array, start: number, end: number): number =>
  Number(String.fromCharCode(...bytes.subarray(start, end)));
