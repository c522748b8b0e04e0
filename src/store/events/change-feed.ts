import { sites } from "../../site/registry/registry.ts";
import type { Ask } from "../sql/client.ts";
import { askChanges, type Change } from "./changes.ts";

const CHANGES_AT_ONCE = 500;
const MOST_KEPT = 2_000;
/** After this time without an answer another stream asks. */
const TAKEOVER_MS = 3_000;
/** Older values are not continued: no stream has read them for a while. */
const ABANDONED_MS = 10_000;
const EVERYWHERE = { sites: sites.map(({ id }) => id) };

/**
 * The latest changes of events, read once for all streams of an isolate. It holds plain values only: the runtime
 * cancels a request that waits for a promise of another.
 */
export class ChangeFeed {
  /** Every change after `#from` up to `#until`, in order. */
  #changes: Change[] = [];
  #from = 0;
  #until = 0;
  #askedAt = 0;
  #claimedAt = 0;

  /**
   * Changes after a position, and the position that they reach. Asks the database if what is known is older than
   * `maxAgeMs` and no other stream is asking, or if the position lies before what is known.
   */
  async after(
    ask: Ask,
    position: number,
    maxAgeMs: number,
  ): Promise<{ changes: Change[]; until: number; isBehind: boolean }> {
    let now = Date.now();
    if (now - Math.max(this.#askedAt, this.#claimedAt) >= ABANDONED_MS) {
      this.#changes = [];
      this.#from = this.#until = position;
    }
    if (position < this.#from) return this.catchUp(ask, position);
    let isBehind = false;
    now = Date.now();
    if (now - this.#askedAt >= maxAgeMs && now - this.#claimedAt >= TAKEOVER_MS) {
      this.#claimedAt = now;
      try {
        const { changes } = await askChanges(ask, this.#until, EVERYWHERE, CHANGES_AT_ONCE);
        isBehind = changes.length >= CHANGES_AT_ONCE;
        this.#add(changes);
        this.#askedAt = isBehind ? now - maxAgeMs : now;
      } finally {
        this.#claimedAt = 0;
      }
      if (position < this.#from) return this.catchUp(ask, position);
    }
    const changes = this.#changes.filter(({ change }) => change > position);
    return { changes, until: Math.max(position, this.#until), isBehind };
  }

  /** The same by a question of its own: for who resumes, and must see what is there now. */
  async catchUp(ask: Ask, position: number) {
    const known = this.#until;
    const { changes, until } = await askChanges(ask, position, EVERYWHERE, CHANGES_AT_ONCE);
    const isBehind = changes.length >= CHANGES_AT_ONCE;
    return { changes, until: isBehind ? until : Math.max(until, known), isBehind };
  }

  /** A later change replaces those of the same event that the database no longer has. */
  #add(changes: readonly Change[]): void {
    const added = changes.filter(({ change }) => change > this.#until);
    for (const later of added) {
      this.#changes = this.#changes
        .filter(({ kind, event }) => event.id !== later.event.id || !replaces(later.kind, kind))
        .map((one) => (one.event.id === later.event.id ? { ...one, event: later.event } : one));
      this.#changes.push(later);
    }
    this.#until = added.at(-1)?.change ?? this.#until;
    const surplus = this.#changes.splice(0, Math.max(0, this.#changes.length - MOST_KEPT));
    this.#from = surplus.at(-1)?.change ?? this.#from;
  }
}

const replaces = (later: Change["kind"], earlier: Change["kind"]): boolean =>
  later !== "ended" || earlier === "ended";
