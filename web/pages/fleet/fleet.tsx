import { useEffect, useState } from "preact/hooks";
import { askEvents } from "../../api/events";
import type { EventsPage } from "../../api/paths";
import { type Asked, useAsk } from "../../api/use-ask";
import { useCaller, useMay } from "../../shell/session";
import { useSites } from "../../shell/sites";
import { useText } from "../../text";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { useNow } from "../../ui/now";
import { useTitle } from "../../ui/title";
import { attentionTo, type OpenEvents, urgency } from "./attention";
import { SiteCard } from "./site-card";
import { doubtOf, type SiteNow } from "./site-now";

const EVERY_SECONDS = 15;
const MOST_OPEN = 1000;

/** `/`: current state of all sites, those that need attention first. */
export function Fleet() {
  const { fleet: t } = useText();
  useTitle(t.title);
  const sites = useSites({ everySeconds: EVERY_SECONDS });
  const open = useOpenEvents();
  useEffect(prepareSite, []);
  const [states, setStates] = useState<Record<number, SiteNow>>({});
  const now = useNow();
  const cards = (sites.data ?? [])
    .map((site) => ({ site, attention: attentionTo(site, open, states[site.id], now) }))
    .sort((a, b) => urgency(b.attention) - urgency(a.attention) || a.site.id - b.site.id);

  return (
    <>
      <h1>{t.title}</h1>
      <p class="quiet">{t.about}</p>
      <Lacks />
      {sites.problem && <Failure problem={sites.problem} again={sites.again} />}
      {open.problem && <Failure problem={open.problem} again={open.again} />}
      {sites.data?.length === 0 && <p class="card empty">{t.empty}</p>}
      <div class="grid sites">
        {!sites.data && !sites.problem && [1, 2, 3].map((id) => <CardSkeleton key={id} />)}
        {cards.map(({ site, attention }) => (
          <SiteCard
            key={site.id}
            site={site}
            attention={attention}
            open={open.events.filter((one) => one.operating_site === site.id)}
            now={now}
            onState={(state) => setStates((before) => ({ ...before, [site.id]: state }))}
          />
        ))}
      </div>
    </>
  );
}

/** Open events of all sites; unknown if they exceed one page. */
function useOpenEvents(): OpenEvents & Pick<Asked<EventsPage>, "problem" | "again"> {
  const isAllowed = useMay("analytics:read");
  const asked = useAsk(
    isAllowed ? "open events" : undefined,
    (signal) => askEvents({ open: "1", page_size: MOST_OPEN }, signal),
    { everySeconds: EVERY_SECONDS },
  );
  const { data, problem, again } = asked;
  const doubt = doubtOf(asked, isAllowed) ?? (data?.next ? "failed" : undefined);
  return { events: data?.results ?? [], doubt, problem, again };
}

/** Lists the scopes that the key lacks for this page. */
function Lacks() {
  const { fleet: t } = useText();
  const { scopes } = useCaller();
  const lacks = (["raw:read", "analytics:read"] as const).filter((one) => !scopes.includes(one));
  return lacks.length > 0 ? <p class="card">{t.lacks(lacks.join(", "))}</p> : null;
}

/** Preloads the site page, the usual next step. */
function prepareSite(): void {
  const prepare = () => import("../site/site");
  if ("requestIdleCallback" in window) requestIdleCallback(prepare);
  else setTimeout(prepare, 1000);
}

const CardSkeleton = () => (
  <div class="card">
    <Loading lines={8} />
  </div>
);
