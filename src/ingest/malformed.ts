import type { Text } from "../site/site.ts";

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
