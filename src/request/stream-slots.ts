/** A slot that was not renewed for this long is free: a stream that the runtime ended says nothing. */
const LEASE_MS = 30_000;

type Slot = { subject: string; renewedAt: number };

/** Counts the open streams of this isolate, in total and per caller. */
export class StreamSlots {
  readonly #open = new Set<Slot>();

  /** A slot for a caller; undefined if the caller or the isolate has as many as it may. */
  take(
    subject: string,
    limits: { perSubject: number; inAll: number },
    now: number,
  ): { renew: () => void; free: () => void } | undefined {
    let own = 0;
    for (const slot of this.#open) {
      if (now - slot.renewedAt >= LEASE_MS) this.#open.delete(slot);
      else if (slot.subject === subject) own++;
    }
    if (own >= limits.perSubject || this.#open.size >= limits.inAll) return undefined;
    const slot = { subject, renewedAt: now };
    this.#open.add(slot);
    return {
      renew: () => {
        slot.renewedAt = Date.now();
        this.#open.add(slot);
      },
      free: () => {
        this.#open.delete(slot);
      },
    };
  }
}
