import { useRef } from "preact/hooks";
import { useMay } from "../../shell/session";
import { useSites } from "../../shell/sites";
import { useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { MayNot } from "../../ui/may-not";
import { useTitle } from "../../ui/title";
import { Counts } from "./counts-chart";
import { Details } from "./details";
import { EventRows } from "./event-rows";
import { readFilter } from "./filter";
import { Filters } from "./filters";
import { LiveBadge, OpenNow } from "./state";
import { useFeed } from "./use-feed";
import "../../style/events.css";

/** Interval at which sites are reloaded to detect missing data. */
const SITES_SECONDS = 60;

/** `/events`: the live protection map. */
export function Events() {
  const { events: t } = useText();
  useTitle(t.title);
  const may = useMay("analytics:read");
  if (may) return <ProtectionMap />;
  return <MayNot page={t.title} title={t.mayNot} what={t.mayNotWhat} />;
}

function ProtectionMap() {
  const { events: t } = useText();
  const { query } = useAddress();
  const filter = readFilter(query);
  const sites = useSites({ everySeconds: SITES_SECONDS });
  const rows = useRef<HTMLElement>(null);
  const feed = useFeed(filter, sites.data, () => isRead(rows.current));
  return (
    <div class="events">
      <div class="row spread">
        <div>
          <h1>{t.title}</h1>
          <p class="quiet">{t.about}</p>
        </div>
        <LiveBadge live={feed.live} />
      </div>
      <p class="hidden" aria-live="polite">
        {feed.told}
      </p>
      {sites.problem && !sites.data && <Failure problem={sites.problem} again={sites.again} />}
      {!sites.data && !sites.problem && <Loading lines={8} />}
      {sites.data && (
        <>
          <OpenNow open={feed.open} filter={filter} />
          <Filters filter={filter} sites={sites.data} zone={feed.zone} />
          <Counts filter={filter} feed={feed} sites={sites.data} />
          <EventRows filter={filter} feed={feed} sites={sites.data} host={rows} />
          <Details feed={feed} sites={sites.data} site={filter.site} />
        </>
      )}
    </div>
  );
}

/** Whether the list is being read: hovered, focused or scrolled. It must not move then. */
function isRead(rows: HTMLElement | null): boolean {
  if (!rows) return false;
  const list = rows.querySelector("ul");
  const isScrolled = (list ?? rows).getBoundingClientRect().top < 0;
  return isScrolled || rows.contains(document.activeElement) || Boolean(list?.matches(":hover"));
}
