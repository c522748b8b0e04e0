/** How long a question waits for its turn, and how long one of an answer that has begun, which would break without it. */
export const MOST_WAIT_MS = 2_000;
export const MOST_WAIT_BEGUN_MS = 60_000;
/** How many may wait for each that may be under way. */
export const WAITING_OF_EACH = 8;

/** The query cannot be run now. */
export class Crowded extends Error {
  override name = "Crowded";
}

type Limits = {
  /** Questions that may be under way at once. */
  most: number;
  /** What one takes at most, ms. */
  longest: number;
  /** Ends the wait, for example when the client has disconnected. */
  signal?: AbortSignal | undefined;
  /** Whether a part of the response was sent. */
  hasBegun?: (() => boolean) | undefined;
};

/** Who waits looks again so often, when it may be next and when others are before. */
const NEAR_MS = 5;
const FAR_MS = 25;
/** Who has not looked for so long does not wait any more: the runtime has ended its request. */
const GONE_MS = 500;

type Ticket = { lookedAt: number };

/**
 * Lets so many questions of an isolate to a database be under way at once; others wait for their turn in the order in which they
 * came. Each looks for itself: nothing of one request is called from another, which may be over. A turn that is never
 * given back for that reason ends by itself.
 */
export class Gate {
  /** When each turn ends at the latest. */
  readonly #turns = new Map<symbol, number>();
  readonly #waiting = new Set<Ticket>();

  /** @throws {Crowded} where too many wait, or this one has waited too long */
  async run<T>(ask: () => Promise<T>, limits: Limits): Promise<T> {
    const isFree = this.#waiting.size === 0 && this.#free(limits) > 0;
    const turn = isFree ? this.#begin(limits) : await this.#wait(limits);
    try {
      return await ask();
    } finally {
      this.#turns.delete(turn);
    }
  }

  #begin({ longest }: Limits): symbol {
    const turn = Symbol();
    this.#turns.set(turn, Date.now() + longest);
    return turn;
  }

  #free({ most }: Limits): number {
    const now = Date.now();
    for (const [turn, end] of this.#turns) if (end < now) this.#turns.delete(turn);
    return most - this.#turns.size;
  }

  async #wait(limits: Limits): Promise<symbol> {
    const since = Date.now();
    const most = () => (limits.hasBegun?.() ? MOST_WAIT_BEGUN_MS : MOST_WAIT_MS);
    const ticket: Ticket = { lookedAt: since };
    if (this.#before(ticket) >= limits.most * WAITING_OF_EACH && !limits.hasBegun?.())
      throw new Crowded("too many queries are waiting");
    try {
      for (;;) {
        limits.signal?.throwIfAborted();
        this.#waiting.add(ticket); // again where others took it for gone, as in an isolate that was at a standstill
        ticket.lookedAt = Date.now();
        const before = this.#before(ticket);
        if (before < this.#free(limits)) return this.#begin(limits);
        if (Date.now() - since >= most()) throw new Crowded("timed out waiting for a turn");
        await sleep(before < limits.most ? NEAR_MS : FAR_MS);
      }
    } finally {
      this.#waiting.delete(ticket);
    }
  }

  /** How many wait before one. */
  #before(ticket: Ticket): number {
    const now = Date.now();
    let count = 0;
    for (const other of this.#waiting) {
      if (other === ticket) break;
      if (now - other.lookedAt > GONE_MS) this.#waiting.delete(other);
      else count++;
    }
    return count;
  }
}

const sleep = (millis: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, millis));
