import type { Site } from "../../api/paths";
import { useAsk } from "../../api/use-ask";
import { inLanguage, useLanguage, useText } from "../../text";
import { Loading } from "../../ui/loading";
import { useNow } from "../../ui/now";
import { agoText, isLate, momentText } from "../../ui/times";
import { oldestOf, sourcesOf } from "../fleet/sources";
import { askPage } from "./ask";
import { type Filter, isNarrowed } from "./filter";
import { secondsOfTime, siteOf } from "./texts";
import type { Feed } from "./use-feed";

/** Empty list: all clear if no filter is set, otherwise no match. */
export function Quiet({
  filter,
  feed,
  sites,
}: {
  filter: Filter;
  feed: Feed;
  sites: readonly Site[];
}) {
  const { events: t } = useText();
  const isNow = filter.to === undefined;
  const isOpen = feed.open !== undefined && feed.open[1] + feed.open[2] > 0;
  const now = useNow();
  if (isNow && !isOpen && feed.open && !isNarrowed({ ...filter, isOpen: false })) {
    const shown = sites.filter(({ id }) => filter.site === undefined || id === filter.site);
    const late = shown.filter((site) => {
      const newest = newestOf(site);
      return site.database !== "ok" || newest === undefined || isLate(newest, now);
    });
    if (late.length > 0) return <NotAllIsSeen late={late} now={now} />;
    return <AllIsWell filter={filter} feed={feed} sites={sites} now={now} />;
  }
  return (
    <div class="card empty">
      <h3>{t.list.none}</h3>
      <p class="quiet">{isNarrowed(filter) ? t.list.noneWhat : t.list.noneThen}</p>
    </div>
  );
}

/** Latest row of each component that events derive from; the oldest of these. */
const newestOf = (site: Site): number | undefined =>
  oldestOf(
    sourcesOf(site, undefined).filter(({ component }) => ["bank", "rack"].includes(component)),
  )?.at;

/** Warns that missing data means no new events. */
function NotAllIsSeen({ late, now }: { late: readonly Site[]; now: number }) {
  const { events, common } = useText();
  const t = events.quiet.late;
  const language = useLanguage();
  return (
    <div class="card empty">
      <h3>{t.title}</h3>
      {late.map((site) => {
        const [name, newest] = [inLanguage(site.name, language), newestOf(site)];
        if (site.database !== "ok") return <p key={site.id}>{t.away(name)}</p>;
        if (newest === undefined) return <p key={site.id}>{t.never(name)}</p>;
        const time = momentText(newest, site.time_zone, language);
        return <p key={site.id}>{t.since(name, time, agoText(newest, now, common.ago))}</p>;
      })}
      <p class="quiet">{t.what}</p>
    </div>
  );
}

function AllIsWell({
  filter: { site },
  feed,
  sites,
  now,
}: {
  filter: Filter;
  feed: Feed;
  sites: readonly Site[];
  now: number;
}) {
  const { events, common } = useText();
  const t = events.quiet;
  const language = useLanguage();
  const last = useLastEnd(site, feed.turn);
  const event = last.data;
  const time = event?.end ? secondsOfTime(event.end) : undefined;
  const zone = (event && siteOf(event, sites)?.time_zone) ?? feed.zone;
  return (
    <div class="card empty well">
      <span class="mark" aria-hidden="true">
        ✓
      </span>
      <h3>{t.title}</h3>
      {last.isLoading && !last.data ? (
        <Loading lines={1} />
      ) : (
        <p>
          {time === undefined
            ? t.never
            : t.since(momentText(time, zone, language), agoText(time, now, common.ago))}
        </p>
      )}
      <p class="quiet">{feed.live.state === "live" ? t.watching : t.notWatching}</p>
    </div>
  );
}

const LOOKED_AT = 20;

/** Last ended event among the newest. It need not be the last started one. */
function useLastEnd(site: number | undefined, turn: number) {
  return useAsk(`last ${site} ${turn}`, async (signal) => {
    const page = await askPage(
      site === undefined ? {} : { site },
      { page_size: LOOKED_AT },
      signal,
    );
    return page.results
      .filter((event) => event.end)
      .sort((a, b) => secondsOfTime(b.end ?? 0) - secondsOfTime(a.end ?? 0))[0];
  });
}
