const [QUOTE, BACKSLASH, LINE_FEED] = [0x22, 0x5c, 0x0a];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Row counter fed byte by byte. */
export type RowCounter = {
  readonly rows: number;
  /** Whether the bytes so far may be a complete file. */
  readonly isWhole: boolean;
  take: (bytes: Uint8Array) => void;
};

/** Rows of a CSV file: records without the header. */
export class CsvRows implements RowCounter {
  #records = 0;
  #isQuoted = false;
  #isOpen = false;

  get rows(): number {
    return Math.max(0, this.#records - 1);
  }

  get isWhole(): boolean {
    return this.#records > 0 && !this.#isOpen;
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      // A doubled quote closes and reopens the field.
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted;
      this.#isOpen = byte !== LINE_FEED || this.#isQuoted;
      if (!this.#isOpen) this.#records++;
    }
  }
}

/** Rows of NDJSON: its lines. */
export class NdjsonRows implements RowCounter {
  rows = 0;
  #isOpen = false;

  get isWhole(): boolean {
    return !this.#isOpen;
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#isOpen = byte !== LINE_FEED;
      if (!this.#isOpen) this.rows++;
    }
  }
}

/** Rows of a JSON array of objects. */
export class JsonRows implements RowCounter {
  rows = 0;
  #depth = 0;
  #isText = false;
  #isEscaped = false;
  #isClosed = false;

  get isWhole(): boolean {
    return this.#isClosed && this.#depth === 0;
  }

  take(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (this.#isText) this.#inText(byte);
      else if (byte === QUOTE) this.#isText = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.#close(byte);
    }
  }

  #inText(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === BACKSLASH) this.#isEscaped = true;
    else if (byte === QUOTE) this.#isText = false;
  }

  #close(byte: number): void {
    this.#depth--;
    if (this.#depth === 1 && byte === CLOSE_OBJECT) this.rows++;
    if (this.#depth === 0 && byte === CLOSE_ARRAY) this.#isClosed = true;
  }
}
