import QuickLRU from "quick-lru";
import { UnreadableError } from "../../domain/forecast/bytes.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import { Problem } from "../../response/problem.ts";
import type { Backend } from "../../store/backend.ts";
import { askLiveModels, type LiveModel, type Remembered } from "../../store/models/models.ts";
import type { SampledPlace } from "../../store/sql/measures.ts";
import { dayText } from "../../time/days.ts";

/** Models to remember: all targets of the banks and racks of three sites. A model has about 100 KB. */
const MOST = 21;
/** Models that this isolate has decoded. A version never changes, and decoding takes milliseconds. */
const remembered: Remembered = new QuickLRU({ maxSize: MOST });

/**
 * The models that forecast some targets from a time on (microseconds since 1970; now if absent). Empty without a
 * platform database, where models are stored.
 * @throws {Problem} models_unreadable
 */
export async function liveModels(
  { hasPlatform, platform }: Pick<Backend, "hasPlatform" | "platform">,
  { site, component }: SampledPlace,
  targets: readonly TargetName[],
  from = Date.now() * 1000,
): Promise<ReadonlyMap<TargetName, LiveModel>> {
  if (!hasPlatform) return new Map();
  const day = dayText(from, site.timeZone);
  const wanted = { site: site.id, component, targets, day };
  try {
    const models = await askLiveModels(platform().ask, wanted, remembered);
    return models;
  } catch (error) {
    throw error instanceof UnreadableError ? unreadable(site, error) : error;
  }
}

const unreadable = ({ id }: SampledPlace["site"], cause: UnreadableError): Problem =>
  new Problem(
    "models_unreadable",
    {
      ko: `사이트 ${id}의 예측 모델을 읽을 수 없습니다. 다음 학습에서 새로 만들어집니다. 바로 만들려면 실행하세요: npm run train -- --site ${id} --from-scratch`,
      en: `The forecasting models of site ${id} cannot be read. The next training replaces them. To replace them now, run: npm run train -- --site ${id} --from-scratch`,
    },
    { cause },
  );
