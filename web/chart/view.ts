/** A range of time, seconds since 1970, that several charts show together. */
export type Range = readonly [from: number, to: number];

const SETTLE_MS = 200;

/**
 * What the charts of a page look at. Moving it redraws them in the next frame with what they have; who fetches
 * finer values is told when it has come to rest.
 */
export class View {
  range: Range;
  /** As far as it can be moved. */
  whole: Range;
  readonly #movers = new Set<(range: Range) => void>();
  readonly #resters = new Set<(range: Range) => void>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Shortest range that is worth looking at: a few rows. */
  static readonly SHORTEST = 10;

  constructor(range: Range, whole: Range) {
    this.range = range;
    this.whole = whole;
  }

  /** Goes to a range, as near to it as there is anything. */
  move([from, to]: Range): void {
    const [first, last] = this.whole;
    const width = Math.min(Math.max(to - from, View.SHORTEST), last - first);
    const start = Math.min(Math.max(from, first), last - width);
    this.range = [start, start + width];
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        for (const mover of this.#movers) mover(this.range);
      });
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const rester of this.#resters) rester(this.range);
    }, SETTLE_MS);
  }

  /** Zooms by a factor (below 1: in) around a moment. */
  zoom(factor: number, around = (this.range[0] + this.range[1]) / 2): void {
    const [from, to] = this.range;
    this.move([around - (around - from) * factor, around + (to - around) * factor]);
  }

  /** Pans by a share of what is seen. */
  pan(share: number): void {
    const [from, to] = this.range;
    const by = (to - from) * share;
    this.move([from + by, to + by]);
  }

  onMove(mover: (range: Range) => void): () => void {
    this.#movers.add(mover);
    return () => this.#movers.delete(mover);
  }

  onRest(rester: (range: Range) => void): () => void {
    this.#resters.add(rester);
    return () => this.#resters.delete(rester);
  }
}
