import { HISTORY_STEPS } from "../../domain/forecast/columns.ts";
import { DIRECT_SECONDS, type DirectPath, directPath } from "../../domain/forecast/cross-fade.ts";
import { sourceKey } from "../../domain/forecast/model.ts";
import { forecast } from "../../domain/forecast/predict.ts";
import { prepare, STEP_SECONDS } from "../../domain/forecast/series.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import type { Backend } from "../../store/backend.ts";
import { askSeries } from "../../store/models/series.ts";
import type { Ask } from "../../store/sql/client.ts";
import type { SampledPlace } from "../../store/sql/measures.ts";
import { type Source, sourcesIn } from "../../store/sql/sources.ts";
import { inOrder } from "../../store/sql/windows.ts";
import { liveModels } from "./live-models.ts";

/** Samples that a model reads: its lags and the newest sample. */
const SAMPLES = HISTORY_STEPS + 1;
/** Cloudflare allows six connections per request. */
const ORIGINS_AT_ONCE = 4;

export type DirectPaths = {
  /** Version of the live model, if any. */
  version: string | undefined;
  of: (origin: number, source: Required<Source>) => DirectPath | undefined;
};

/**
 * Forecasts of the hour after some origins (microseconds, whole minutes) by the live model of a target. Empty without
 * a model.
 */
export async function askDirectPaths(
  backend: Backend,
  ask: Ask,
  place: SampledPlace & Source,
  origins: readonly number[],
  target: TargetName,
): Promise<DirectPaths> {
  const none: DirectPaths = { version: undefined, of: () => undefined };
  const [first] = origins;
  if (first === undefined) return none;
  const live = (await liveModels(backend, place, [target], first)).get(target);
  if (!live) return none;
  const step = STEP_SECONDS * 1_000_000;
  const paths = new Map<string, DirectPath | undefined>();
  const asked = inOrder(origins, ORIGINS_AT_ONCE, async (origin) => {
    const steps = { first: origin - (SAMPLES - 1) * step, step, count: SAMPLES };
    return { origin, series: await askSeries(ask, place, sourcesIn(place), steps, [target]) };
  });
  for await (const { origin, series } of asked) {
    for (const { bank, rack, series: of } of series) {
      const key = sourceKey(bank, rack);
      const inputs = prepare(of(target));
      const forecasts = forecast(live.model, inputs, [SAMPLES - 1], DIRECT_SECONDS, key);
      paths.set(`${origin} ${key}`, directPath(forecasts, 0));
    }
  }
  return {
    version: live.version,
    of: (origin, { bank, rack }) => paths.get(`${origin} ${sourceKey(bank, rack)}`),
  };
}
