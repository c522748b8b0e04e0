import type { Column } from "../../../site/site.ts";

const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39];

/** Integers with this many digits, and powers of ten up to it, are exact in a double: one division rounds once. */
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

/** The values of one column in a row group. Their memory is used again for the next one. */
export type Values = {
  /** Takes the text of a cell; an empty one is a missing value. */
  take: (bytes: Uint8Array, start: number, end: number) => void;
  /** All that were taken, for the writer; valid until the next one is taken. */
  drain: () => Float64Array | (number | null)[] | (bigint | null)[] | (string | null)[];
};

export function valuesOf({ type }: Column, capacity: number): Values {
  if (type === "text") return new Texts();
  const numbers = new Numbers(capacity);
  return type === "timestamptz" ? new Times(numbers) : numbers;
}

/** Numbers, NaN for a missing one: no cell holds a NaN. */
class Numbers implements Values {
  readonly #values: Float64Array;
  #count = 0;
  #missing = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    const value = start === end ? Number.NaN : numberAt(bytes, start, end);
    if (start === end) this.#missing++;
    this.#values[this.#count++] = value;
  }

  drain(): Float64Array | (number | null)[] {
    const values = this.#values.subarray(0, this.#count);
    const hasAll = this.#missing === 0;
    this.#count = 0;
    this.#missing = 0;
    return hasAll ? values : Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  }
}

/** Microseconds since 1970, exact in a double for every time there is. */
class Times implements Values {
  readonly #micros: Numbers;

  constructor(micros: Numbers) {
    this.#micros = micros;
  }

  take(bytes: Uint8Array, start: number, end: number): void {
    this.#micros.take(bytes, start, end);
  }

  drain(): (bigint | null)[] {
    return Array.from(this.#micros.drain(), (value) => (value === null ? null : BigInt(value)));
  }
}

const MOST_KNOWN = 8;

/** Texts of objects: there are hardly ever more than a few different ones in a row. */
class Texts implements Values {
  #texts: (string | null)[] = [];
  #known: { bytes: Uint8Array; text: string }[] = [];

  take(bytes: Uint8Array, start: number, end: number): void {
    this.#texts.push(start === end ? null : this.#textOf(bytes.subarray(start, end)));
  }

  drain(): (string | null)[] {
    const texts = this.#texts;
    this.#texts = [];
    return texts;
  }

  #textOf(bytes: Uint8Array): string {
    const known = this.#known.find((one) => isSame(one.bytes, bytes));
    if (known) return known.text;
    if (this.#known.length === MOST_KNOWN) this.#known = [];
    const text = new TextDecoder().decode(bytes);
    this.#known.push({ bytes: bytes.slice(), text });
    return text;
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
