import { useEffect } from "preact/hooks";
import type { ProtectionEvent, Site } from "../../api/paths";
import { inLanguage, useLanguage, useText } from "../../text";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { agoText, momentText } from "../../ui/times";
import type { Attention } from "./attention";
import { Figures } from "./figures";
import { type SiteNow, useSiteNow } from "./site-now";
import { oldestOf, sourcesOf, sourceText } from "./sources";

const MOST_EVENTS = 3;

/** Card of a site. Outdated values stay, marked as such. */
export function SiteCard({
  site,
  attention,
  open,
  now,
  onState,
}: {
  site: Site;
  attention: Attention;
  open: readonly ProtectionEvent[];
  now: number;
  onState: (state: SiteNow) => void;
}) {
  const { fleet: t } = useText();
  const language = useLanguage();
  const { state, isLoading, problem, again } = useSiteNow(site);
  const { banks, safety, outlooks, doubts } = state;
  useEffect(() => onState(state), [banks, safety, outlooks, doubts.values, doubts.safety]);
  const isShown = site.database === "ok" || banks !== undefined;
  return (
    <article class="card site">
      <div class="row spread">
        <h2>
          <a href={`/sites/${site.id}`}>{inLanguage(site.name, language)}</a>
        </h2>
        <Badges attention={attention} />
      </div>
      {problem && <Failure problem={problem} again={again} />}
      {isShown && (isLoading ? <Loading lines={7} /> : <Figures state={state} now={now} />)}
      {open.length > 0 && (
        <>
          <h3>{t.events}</h3>
          <ul class="open">
            {open.slice(0, MOST_EVENTS).map((event) => (
              <li key={event.id}>
                <a href={`/events?site=${site.id}&event=${event.id}`}>
                  {language === "ko" ? event.description : event.description_eng}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
      <Age site={site} state={state} now={now} />
    </article>
  );
}

/** Age and source of the oldest value shown. */
function Age({ site, state, now }: { site: Site; state: SiteNow; now: number }) {
  const { fleet: t, common } = useText();
  const language = useLanguage();
  const sources = sourcesOf(site, state);
  const oldest = oldestOf(sources);
  const name = oldest && sourceText(oldest, common);
  const isEmpty = sources.every(({ at }) => at === undefined);
  return (
    <p class="quiet" title={common.zone(site.time_zone)}>
      {isEmpty || !oldest || !name
        ? site.database === "ok"
          ? t.noRows
          : common.none
        : oldest.at === undefined
          ? `${name}: ${t.noRows}`
          : `${t.oldest(name, agoText(oldest.at, now, common.ago))} (${momentText(oldest.at, site.time_zone, language)}, ${site.time_zone})`}
    </p>
  );
}

/** Findings and unknown parts as badges. All clear only if everything is known. */
function Badges({ attention }: { attention: Attention }) {
  const { fleet, common } = useText();
  const t = fleet.attention;
  const { protection, warning, isAway, isUnsafe, late, isStale, missing, doubts } = attention;
  const badges: [string, string][] = [];
  if (protection > 0) badges.push(["bad", t.protection(protection)]);
  if (isAway) badges.push(["bad", t.away]);
  if (isUnsafe) badges.push(["bad", t.unsafe]);
  if (warning > 0) badges.push(["warn", t.warning(warning)]);
  if (missing > 0) badges.push(["warn", t.missing(missing)]);
  if (isStale) badges.push(["warn", t.stale]);
  else if (late.length > 0) {
    badges.push(["warn", t.late(late.map((one) => sourceText(one, common)).join(", "))]);
  }
  for (const what of ["events", "safety", "values"] as const) {
    const doubt = doubts[what];
    if (doubt && doubt !== "pending") badges.push(["", `${t.unknown[what]}: ${t.why[doubt]}`]);
  }
  if (badges.length === 0) {
    const isChecking = Object.values(doubts).includes("pending");
    badges.push(isChecking ? ["", t.checking] : ["good", t.ok]);
  }
  return (
    <span class="badges">
      {badges.map(([kind, text]) => (
        <span key={text} class={`badge ${kind}`}>
          {text}
        </span>
      ))}
    </span>
  );
}
