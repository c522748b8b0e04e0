import { Problem } from "../../response/problem.ts";
import { askWholeExtent } from "../../store/rows/extent.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { type Steps, stepsIn } from "../../time/grid.ts";
import { SECOND } from "../../time/units.ts";
import { ANY_STEP, type StepRule } from "./query.ts";

/** [start, end) in microseconds since 1970. With `earliest`, it starts no earlier than the window of that row. */
export type Range = { start?: number | undefined; earliest?: number | undefined; end: number };

/** The range of a selection without rows. */
export const NOWHERE: Range = { start: 0, end: 0 };

/**
 * The range of a selection. If it is open or `clipped`, it ends `reach` microseconds after the last row. Undefined if
 * there are no rows.
 */
export async function boundedRange(
  ask: Ask,
  selection: Selection,
  { clipped = false, hasRollups = false, reach = 0 } = {},
): Promise<Range | undefined> {
  const { start, end } = selection;
  if (!clipped && start !== undefined && end !== undefined) return { start, end };
  const everything = { ...selection, start: undefined, end: undefined };
  const extent = await askWholeExtent(ask, everything, hasRollups);
  if (!extent) return undefined;
  return {
    start,
    earliest: extent.start,
    end: Math.min(end ?? Number.POSITIVE_INFINITY, extent.end + reach),
  };
}

/** The windows of `step` microseconds that start in a range. */
export function stepsOf({ start, earliest, end }: Range, step: number, timeZone: string): Steps {
  const opening = earliest === undefined ? undefined : earliest - step + 1;
  const from = Math.max(start ?? opening ?? 0, opening ?? start ?? 0);
  return stepsIn({ start: from, end }, step, timeZone);
}

/** The error for a range with too many steps. It names the smallest step with at most `most` steps. */
export function tooManySteps(
  range: Range,
  most: number,
  timeZone: string,
  rule: StepRule = ANY_STEP,
): Problem {
  const count = (seconds: number) => stepsOf(range, seconds * SECOND, timeZone).count;
  // Lower bound: with a shorter step, the complete steps alone exceed the limit.
  let seconds = Math.max(1, Math.floor((count(1) - 2) / (most + 1) / rule.unit)) * rule.unit;
  while (seconds <= rule.most && count(seconds) > most) seconds += rule.unit;
  const [ko, en] =
    seconds <= rule.most
      ? [`interval=${seconds} seconds로 요청하거나`, `Use interval=${seconds} seconds`]
      : ["기간을 줄이거나", "Choose a shorter range"];
  return new Problem("range_too_long", {
    ko: `응답이 너무 깁니다. ${ko} no_page=true로 전체를 스트리밍하세요`,
    en: `The response would be too long. ${en}, or stream all of it with no_page=true`,
  });
}
