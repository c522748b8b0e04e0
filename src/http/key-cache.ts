import type { KeyRecord } from "../access/key.ts";

/** An answer of the database about a key, `record` undefined where there is none. */
type Remembered = { record: KeyRecord | undefined; at: number };

/** From this age on an entry is asked for anew beside the answer, from the second on before it. */
const FRESH_MS = 8_000;
const USABLE_MS = 20_000;

/** Keys that are there and ones that are not have a room each, so that made-up keys drive out no true one. */
const MOST = 2_000;

/** What this isolate knows of keys, so that a request costs no round trip and a revoked key ends within 30 s. */
export class KeyCache {
  readonly #known = new Map<string, Remembered>();
  readonly #unknown = new Map<string, Remembered>();

  /** @returns what is remembered and whether it should be asked for anew; undefined if it is too old */
  get(
    lookup: string,
    now: number,
  ): { record: KeyRecord | undefined; isStale: boolean } | undefined {
    const entry = this.#known.get(lookup) ?? this.#unknown.get(lookup);
    if (!entry || now - entry.at >= USABLE_MS) return undefined;
    return { record: entry.record, isStale: now - entry.at >= FRESH_MS };
  }

  put(lookup: string, record: KeyRecord | undefined, now: number): void {
    this.#known.delete(lookup);
    this.#unknown.delete(lookup);
    const room = record ? this.#known : this.#unknown;
    if (room.size >= MOST) room.delete(room.keys().next().value ?? "");
    room.set(lookup, { record, at: now });
  }
}
