import { useRoute } from "preact-iso";
import type { Site as SiteInfo } from "../../api/paths";
import { useSites } from "../../shell/sites";
import { inLanguage, useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { secondsOf } from "../../ui/times";
import { useTitle } from "../../ui/title";
import { extentOf, type Place, placeKey, placeOf } from "./common/place";
import { Forecast } from "./forecast/forecast";
import { AHEAD } from "./forecast/targets";
import { Header } from "./header";
import { Health } from "./health/health";
import { Overview } from "./overview/overview";
import { RangeBar } from "./range-bar";
import { Safety } from "./safety/safety";
import { useView } from "./use-view";
import "../../style/site.css";

const PARTS = ["overview", "safety", "health", "forecast"] as const;
export type Part = (typeof PARTS)[number];
const EVERY_SECONDS = 30;

/** `/sites/{s}`: one bank or rack in four views. All state is in the URL. */
export function Site() {
  const { site: t } = useText();
  const { params } = useRoute();
  const { query } = useAddress();
  const sites = useSites({ everySeconds: EVERY_SECONDS });
  const place = sites.data && placeOf(sites.data, params.site ?? "", query);
  const language = useLanguage();
  useTitle(place ? inLanguage(place.site.name, language) : t.title);
  if (!sites.data) {
    return sites.problem ? (
      <Failure problem={sites.problem} again={sites.again} />
    ) : (
      <Loading height={600} lines={8} />
    );
  }
  if (!place) return <Unknown sites={sites.data} />;
  const extent = extentOf(place, secondsOf);
  return (
    <>
      <Header place={place} />
      {extent ? (
        <Views key={placeKey(place)} place={place} extent={extent} />
      ) : (
        <p class="card empty">{t.noData}</p>
      )}
    </>
  );
}

function Views({ place, extent }: { place: Place; extent: readonly [number, number] }) {
  const { site: t } = useText();
  const { query, change } = useAddress();
  const part = PARTS.find((one) => one === query.part) ?? "overview";
  const [first, last] = extent;
  // Forecasts extend beyond the latest row.
  const end = part === "forecast" ? last + AHEAD : last;
  const { view, isFollowing } = useView([first, end], place.site.time_zone);
  const Shown = { overview: Overview, safety: Safety, health: Health, forecast: Forecast }[part];
  return (
    <>
      <div class="row spread site-bar">
        <nav class="parts" aria-label={t.partsLabel}>
          {PARTS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === part}
              onClick={() =>
                change({ part: one === "overview" ? undefined : one }, { replace: false })
              }
            >
              {t.parts[one]}
            </button>
          ))}
        </nav>
        <RangeBar view={view} zone={place.site.time_zone} isFollowing={isFollowing} />
      </div>
      <Shown place={place} view={view} />
    </>
  );
}

function Unknown({ sites }: { sites: readonly SiteInfo[] }) {
  const { site: t } = useText();
  const language = useLanguage();
  return (
    <section class="card empty">
      <h1>{t.unknown}</h1>
      <p>{t.unknownWhat}</p>
      <p class="row">
        {sites.map(({ id, name }) => (
          <a key={id} class="button" href={`/sites/${id}`}>
            {inLanguage(name, language)}
          </a>
        ))}
      </p>
    </section>
  );
}
