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
