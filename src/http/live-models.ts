import type { Context } from "hono";
import { askLiveModels, type LiveModel } from "../db/forecast-models.ts";
import type { SampledPlace } from "../db/measures.ts";
import { platformDatabaseUrl, readEnv } from "../env.ts";
import type { TargetName } from "../forecast/targets.ts";
import { dayText } from "../sites/days.ts";
import type { AppEnv } from "./app-env.ts";
import { platformDatabase } from "./database.ts";

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
  return askLiveModels(platformDatabase(c), { site: site.id, component, targets, day });
}
