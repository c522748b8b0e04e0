/** Time range shared by several charts, seconds since 1970. */
export type Range = readonly [from: number, to: number];

const SETTLE_MS = 200;

/**
 * Visible range of the charts of a page. Moving it redraws in the next frame with the loaded values. Listeners that
 * load finer values are called when it rests.
 */
export class View {
  range: Range;
  /** Limits of panning and zooming. */
  whole: Range;
  readonly #movers = new Set<(range: Range) => void>();
  readonly #resters = new Set<(range: Range) => void>();
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Shortest visible range, seconds: a few rows. */
  static readonly SHORTEST = 10;

  constructor(range: Range, whole: Range) {
    this.range = range;
    this.whole = whole;
  }

  /** Moves to a range, clamped to `whole`. */
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

  /** Zooms around a time. Factors below 1 zoom in. */
  zoom(factor: number, around = (this.range[0] + this.range[1]) / 2): void {
    const [from, to] = this.range;
    this.move([around - (around - from) * factor, around + (to - around) * factor]);
  }

  /** Pans by a share of the visible range. */
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
