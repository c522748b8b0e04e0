import { CURRENT_UNIT_C, type Series } from "../forecast/series.ts";
import type { TargetName } from "../forecast/targets.ts";
import type { Steps } from "../sites/grid.ts";
import type { Site } from "../sites/site.ts";
import type { Ask } from "./client.ts";
import type { SampledPlace } from "./measures.ts";
import type { Source } from "./sources.ts";

/** What a bank or rack did on a grid; the series of a target that was asked for, in the units of the models. */
export type SourceSeries = {
  bank: number;
  /** 0 of a bank. */
  rack: number;
  steps: Steps;
  series: (target: TargetName) => Series;
};

/** Of each step T of each source the newest row of (T − step, T]. */
export async function askSeries(
  _ask: Ask,
  _place: SampledPlace,
  _sources: readonly Source[],
  _steps: Steps,
  _targets: readonly TargetName[],
): Promise<SourceSeries[]> {
  return [];
}

/** A of one rack that are one unit of a series' current. */
export const currentUnitA = ({ rackCapacityAh }: Site): number => rackCapacityAh * CURRENT_UNIT_C;
