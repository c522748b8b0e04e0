import QuickLRU from "quick-lru";

/** How long other requests use the old version while one refreshes it. */
export const AGAIN_MS = 500;
export const MOST = 1_000;

type Known = { version: string | undefined; until: number; askAgainAt: number };

/** Versions of rows that this isolate has asked for, so that an answer that has not changed costs no question. */
export class VersionMemory {
  readonly #sites = new Map<number, QuickLRU<string, Known>>();
  readonly #written = new Map<number, number>();

  /** @returns the known version; undefined if there is none or the caller must refresh it */
  get(site: number, range: string, now: number): { version: string | undefined } | undefined {
    const known = this.#sites.get(site)?.get(range);
    if (!known || now >= known.until + AGAIN_MS) return undefined;
    if (now < known.askAgainAt) return known;
    known.askAgainAt = now + AGAIN_MS;
    return undefined;
  }

  /**
   * Remembers for `knownMs` what the database answered to a question of `askedAt`, unless rows have been written here
   * since. Late data written elsewhere appears at most that much later.
   */
  put(
    site: number,
    range: string,
    version: string | undefined,
    askedAt: number,
    knownMs: number,
  ): void {
    if (askedAt <= (this.#written.get(site) ?? Number.NEGATIVE_INFINITY)) return;
    const ranges = this.#sites.get(site) ?? new QuickLRU<string, Known>({ maxSize: MOST });
    this.#sites.set(site, ranges);
    const until = askedAt + knownMs;
    ranges.set(range, { version, until, askAgainAt: until });
  }

  /** Forgets a site's versions after a write at `now`, so that the writer sees the rows. */
  forget(site: number, now: number): void {
    this.#sites.delete(site);
    this.#written.set(site, now);
  }
}
