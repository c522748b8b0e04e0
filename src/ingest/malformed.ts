import type { Text } from "../site/site.ts";

/** Characters after which a reader lets others go on; every line counts a little more than it holds. */
const STRIDE = 200_000;
const LINE = 10;

/** Tells a reader of a body, after each line, whether it is time to yield: by work, because Workers stop the clock. */
export class Strides {
  #work = 0;

  isDue(characters: number): boolean {
    this.#work += characters + LINE;
    if (this.#work < STRIDE) return false;
    this.#work = 0;
    return true;
  }
}

/** A body that cannot be taken apart into rows at all; `line` where it is known. */
export class MalformedError extends Error {
  override name = "MalformedError";
  readonly reason: Text;
  readonly line: number | undefined;

  constructor(ko: string, en: string, line?: number) {
    super(en);
    this.reason = { ko, en };
    this.line = line;
  }
}

/** Longest row, bytes or characters: a hundred times what one of this kind has. */
export const MOST_ROW = 256 * 1024;
