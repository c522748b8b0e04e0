import type { Model } from "../forecast/model.ts";
import type { TargetName } from "../forecast/targets.ts";
import type { RolledComponent } from "../sites/rollup.ts";
import type { Ask } from "./client.ts";

/** A model that is answered with, and its name, which changes with every training. */
export type LiveModel = { model: Model; version: string };

/** The live models of some targets at a site's banks or racks; a target without one is not in the answer. */
export async function askLiveModels(
  _ask: Ask,
  _wanted: { site: number; component: RolledComponent; targets: readonly TargetName[] },
): Promise<ReadonlyMap<TargetName, LiveModel>> {
  return new Map();
}
