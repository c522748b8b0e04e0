import type { RolledComponent } from "../sites/rollup.ts";
import type { Site } from "../sites/site.ts";
import type { Transact } from "./client.ts";

/** Rolls up the earliest hours that are marked. @returns how many bank- or rack-hours that were */
export async function roll(
  _transact: Transact,
  _site: Site,
  _component: RolledComponent,
  _most: number,
): Promise<number> {
  return 0;
}
