import { parseMoment } from "./instant.ts";

/** The windows [at, at + step) of a grid that begin in a range; times in microseconds since 1970. */
export type Steps = {
  /** Where the first of them begins. */
  first: number;
  step: number;
  count: number;
};

/** Where all grids of a zone begin: a Monday, so that weeks do. */
export const gridOrigin = (timeZone: string): number => parseMoment("2000-01-03", timeZone) ?? 0;

/** The windows of `step` microseconds that begin in [start, end). */
export function stepsIn(
  { start, end }: { start: number; end: number },
  step: number,
  timeZone: string,
): Steps {
  const origin = gridOrigin(timeZone);
  const number = (moment: number) => Math.ceil((moment - origin) / step);
  const first = number(start);
  return { first: origin + first * step, step, count: Math.max(0, number(end) - first) };
}

/** The beginning of the window with a number, the first one being 0. */
export const stepAt = ({ first, step }: Steps, number: number): number => first + number * step;
