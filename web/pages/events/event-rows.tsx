import type { Ref } from "preact";
import { useRef } from "preact/hooks";
import type { Site } from "../../api/paths";
import { inLanguage, useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { durationText } from "../../ui/durations";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { momentText, parameterText } from "../../ui/times";
import { type Filter, isNarrowed, UNNARROWED } from "./filter";
import type { ShownEvent } from "./list";
import { Quiet } from "./quiet";
import { descriptionOf, placeText, secondsOfTime, siteOf } from "./texts";
import type { Feed } from "./use-feed";

/** Event list, newest first, with buttons for older and for held-back new events. */
export function EventRows({
  filter,
  feed,
  sites,
  host,
}: {
  filter: Filter;
  feed: Feed;
  sites: readonly Site[];
  host: Ref<HTMLElement>;
}) {
  const { events } = useText();
  const t = events.list;
  const heading = useRef<HTMLHeadingElement>(null);
  const { list, problem, again, isLoading, older, isOlderLoading, olderProblem } = feed.shown;
  return (
    <section ref={host} aria-labelledby="events-title" aria-busy={isLoading}>
      <div class="row spread title">
        <h2 id="events-title" ref={heading} tabIndex={-1}>
          {t.title}
        </h2>
        {list && <span class="quiet">{t.count(list.count)}</span>}
      </div>
      {feed.waiting > 0 && (
        <button
          type="button"
          class="primary waiting"
          onClick={() => {
            feed.showWaiting();
            heading.current?.focus();
          }}
        >
          {t.fresh(feed.waiting)}
        </button>
      )}
      {feed.elsewhere > 0 && <Elsewhere count={feed.elsewhere} />}
      {problem && <Failure problem={problem} again={again} />}
      {!list && !problem && (
        <div class="card">
          <Loading lines={8} />
        </div>
      )}
      {list && list.events.length === 0 && <Quiet filter={filter} feed={feed} sites={sites} />}
      {list && list.events.length > 0 && (
        <>
          <ul class={`rows card ${isLoading ? "old" : ""}`}>
            {list.events.map((event) => (
              <EventRow
                key={event.id}
                event={event}
                site={siteOf(event, sites)}
                isFresh={feed.fresh.has(event.id)}
                showsZone={new Set(sites.map(({ time_zone }) => time_zone)).size > 1}
              />
            ))}
          </ul>
          {olderProblem && <Failure problem={olderProblem} again={older} />}
          {list.next ? (
            <button type="button" class="older" disabled={isOlderLoading} onClick={older}>
              {t.older}
            </button>
          ) : (
            <p class="quiet older">{t.end}</p>
          )}
        </>
      )}
      {list && list.events.length === 0 && isNarrowed(filter) && <ClearFilters />}
    </section>
  );
}

function ClearFilters() {
  const { events } = useText();
  const { change } = useAddress();
  return (
    <button type="button" class="older" onClick={() => change(UNNARROWED)}>
      {events.filters.clear}
    </button>
  );
}

function Elsewhere({ count }: { count: number }) {
  const { events } = useText();
  const { change } = useAddress();
  const all = { ...UNNARROWED, range: undefined, from: undefined, to: undefined };
  return (
    <p class="row elsewhere">
      <span>{events.list.elsewhere(count)}</span>
      <button type="button" onClick={() => change(all)}>
        {events.list.showAll}
      </button>
    </p>
  );
}

function EventRow({
  event,
  site,
  isFresh,
  showsZone,
}: {
  event: ShownEvent;
  site: Site | undefined;
  isFresh: boolean;
  showsZone: boolean;
}) {
  const text = useText();
  const { events, common } = text;
  const t = events.list;
  const language = useLanguage();
  const { change } = useAddress();
  const zone = site?.time_zone ?? "UTC";
  const start = secondsOfTime(event.timestamp);
  const end = event.end ? secondsOfTime(event.end) : undefined;
  const isProtection = event.level.id === 2;
  const open = () =>
    change({ event: String(event.id), at: parameterText(start, zone) }, { replace: false });
  return (
    <li class={`event ${isFresh ? "fresh" : ""} ${event.isWithdrawn ? "withdrawn" : ""}`}>
      <span class={`badge ${isProtection ? "bad" : "warn"}`}>
        {common.levels[isProtection ? 2 : 1]}
      </span>
      <button type="button" class="what" aria-haspopup="dialog" onClick={open}>
        {descriptionOf(event, language)}
      </button>
      <span class="place">
        {site ? inLanguage(site.name, language) : event.operating_site}
        <small class="quiet">{placeText(event, text)}</small>
      </span>
      <span class="time">
        <span class="hidden">{t.started} </span>
        <time dateTime={String(event.timestamp)}>{momentText(start, zone, language)}</time>
        {showsZone && <small class="quiet">{zone}</small>}
        <small class="quiet">
          <span class="hidden">{t.duration} </span>
          {end === undefined ? null : durationText(end - start, language)}
        </small>
      </span>
      <span class="marks">
        {isFresh && <span class="badge good">{t.isNew}</span>}
        {event.isWithdrawn && <span class="badge">{t.withdrawn}</span>}
        {!event.isWithdrawn && end === undefined && (
          <span class={`badge ${isProtection ? "bad" : "warn"} open`}>{t.ongoing}</span>
        )}
        {event.acknowledged && <span class="badge">{t.acknowledged}</span>}
      </span>
    </li>
  );
}
