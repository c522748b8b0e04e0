import type { Received } from "./receive";

export type Progress = Received & {
  /** Share from 0 to 1; undefined if the total is unknown. */
  share: number | undefined;
  bytesPerSecond: number | undefined;
  secondsLeft: number | undefined;
};

/** Window of the speed average, seconds. */
const WINDOW_SECONDS = 5;

/** Progress of a running transfer. */
export class Meter {
  readonly #announced: number | undefined;
  #seen: (Received & { at: number })[] = [];

  /** @param announced number of rows to come */
  constructor(announced: number | undefined) {
    this.#announced = announced;
  }

  /** @param at seconds, any origin */
  take(received: Received, at: number): Progress {
    const inWindow = this.#seen.filter((before) => at - before.at <= WINDOW_SECONDS);
    this.#seen = [...(inWindow.length > 0 ? inWindow : this.#seen.slice(-1)), { ...received, at }];
    const first = this.#seen[0] ?? { ...received, at };
    const seconds = at - first.at;
    const rowsPerSecond = seconds > 0 ? (received.rows - first.rows) / seconds : 0;
    const left = this.#announced && Math.max(0, this.#announced - received.rows);
    return {
      ...received,
      share: this.#announced ? Math.min(1, received.rows / this.#announced) : undefined,
      bytesPerSecond: seconds > 0 ? (received.bytes - first.bytes) / seconds : undefined,
      secondsLeft: left === undefined || rowsPerSecond <= 0 ? undefined : left / rowsPerSecond,
    };
  }
}
