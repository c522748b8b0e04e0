import type { Context } from "hono";
import { askLiveModels, type LiveModel, type Remembered } from "../db/forecast-models.ts";
import type { SampledPlace } from "../db/measures.ts";
import { platformDatabaseUrl, readEnv } from "../env.ts";
import type { TargetName } from "../forecast/targets.ts";
import { dayText } from "../sites/days.ts";
import type { AppEnv } from "./app-env.ts";
import { platformDatabase } from "./database.ts";

/** Models of all targets of three sites' banks and racks; one is about 100 KB. */
const MOST = 42;
/** Those that this isolate has read: their versions never change, and reading one takes milliseconds. */
const remembered: Remembered = new Map();

/**
 * The models that forecast some targets from a moment on (microseconds since 1970, now if absent); none where no
 * platform database is configured, since they are kept there.
 */
export async function liveModels(
  c: Context<AppEnv>,
  { site, component }: SampledPlace,
  targets: readonly TargetName[],
  from = Date.now() * 1000,
): Promise<ReadonlyMap<TargetName, LiveModel>> {
  if (platformDatabaseUrl(readEnv(c.env)) === undefined) return new Map();
  const day = dayText(from, site.timeZone);
  const wanted = { site: site.id, component, targets, day };
  const models = await askLiveModels(platformDatabase(c), wanted, remembered);
  for (const version of remembered.keys()) {
    if (remembered.size <= MOST) break;
    remembered.delete(version);
  }
  return models;
}
