import QuickLRU from "quick-lru";
import type { KeyRecord } from "../domain/access/key.ts";

/** An answer of the database about a key, `record` undefined where there is none. */
type Remembered = { record: KeyRecord | undefined; askedAt: number; askAgainAt: number };

/** Ages from which an entry is refreshed: in the background, and before the response. */
export const FRESH_MS = 8_000;
export const USABLE_MS = 20_000;
/** How long other requests use the old entry while one refreshes it. */
const AGAIN_MS = 2_000;

/** Keys that are there and ones that are not have a room each, so that made-up keys drive out no true one. */
export const MOST = 2_000;

/** What this isolate knows of keys, so that a request costs no round trip and a revoked key ends within 30 s. */
export class KeyCache {
  readonly #known = new QuickLRU<string, Remembered>({ maxSize: MOST });
  readonly #unknown = new QuickLRU<string, Remembered>({ maxSize: MOST });

  /** @returns the entry and whether the caller must refresh it; undefined if it is too old */
  get(
    lookup: string,
    now: number,
  ): { record: KeyRecord | undefined; isStale: boolean } | undefined {
    const entry = this.#known.get(lookup) ?? this.#unknown.get(lookup);
    if (!entry || now - entry.askedAt >= USABLE_MS) return undefined;
    const isStale = now >= entry.askAgainAt;
    if (isStale) entry.askAgainAt = now + AGAIN_MS;
    return { record: entry.record, isStale };
  }

  /** Whether there was such a key when it was last asked for, however long ago. */
  hasMet = (lookup: string): boolean => this.#known.has(lookup);

  /** Remembers what the database answered to a question of `askedAt`, unless a later one was answered before. */
  put(lookup: string, record: KeyRecord | undefined, askedAt: number): void {
    const earlier = this.#known.get(lookup) ?? this.#unknown.get(lookup);
    if (earlier && earlier.askedAt > askedAt) return;
    this.#known.delete(lookup);
    this.#unknown.delete(lookup);
    const room = record ? this.#known : this.#unknown;
    room.set(lookup, { record, askedAt, askAgainAt: askedAt + FRESH_MS });
  }
}
