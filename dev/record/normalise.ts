const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const MOMENT =
  /\d{4}-\d\d-\d\d[T ]\d\d(?::|%3A)\d\d(?::|%3A)\d\d(?:\.\d+)?(?:Z|(?:[+-]|%2B)\d\d(?::|%3A)?\d\d)?/g;
const MILLISECONDS = /\b\d{13}(?:\d{3})?\b/g;
const SECRET = /whsec_[\w-]+/g;
const ETAG = /W\/"([\w-]{22})"/g;
const SITE_OFFSET = "+09:00";

/**
 * What differs from one recording to the next is replaced: where the workers listen, UUIDs (ids of requests),
 * times of the database's own clock (those during the recording), and every text that `know` was told (keys,
 * parts of keys). A version (ETag), which is made of transaction numbers, is named after the request that
 * answered it first: which answers share one still counts.
 */
export class Normaliser {
  readonly #known = new Map<string, string>();
  readonly #etags = new Map<string, string>();
  readonly #from = Date.now() - 900_000;

  constructor(origins: readonly string[]) {
    for (const origin of origins) {
      this.know(origin, "<origin>");
      this.know(origin.replace("http://", ""), "<host>");
    }
  }

  know(text: string, name: string): void {
    if (text) this.#known.set(text, name);
  }

  knowEtag(etag: string | null, request: string): void {
    if (etag && !this.#etags.has(etag)) this.#etags.set(etag, `W/"<version of ${request}>"`);
  }

  header(name: string, value: string): string {
    return this.text(`${name}: ${name === "date" ? "<date>" : value}`);
  }

  uuids(text: string): string {
    return text.replace(UUID, "<uuid>");
  }

  text(raw: string): string {
    let text = raw;
    for (const [from, to] of this.#known) text = text.replaceAll(from, to);
    return this.uuids(text)
      .replace(SECRET, "<secret>")
      .replace(ETAG, (etag) => this.#etags.get(etag) ?? etag)
      .replace(MOMENT, (time) => (this.#isOfNow(momentOf(time)) ? "<time>" : time))
      .replace(MILLISECONDS, (number) =>
        this.#isOfNow(Number(number.slice(0, 13))) ? "<time>" : number,
      );
  }

  #isOfNow(at: number): boolean {
    return at >= this.#from && at <= Date.now() + 60_000;
  }
}

function momentOf(text: string): number {
  const time = text.replaceAll("%3A", ":").replace("%2B", "+").replace(" ", "T");
  return Date.parse(/[Z]$|[+-]\d\d:?\d\d$/.test(time) ? time : time + SITE_OFFSET);
}
