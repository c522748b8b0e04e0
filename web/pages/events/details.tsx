import type { ProtectionEvent, Site } from "../../api/paths";
import { useAsk } from "../../api/use-ask";
import { inLanguage, useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { Dialog } from "../../ui/dialog";
import { durationText } from "../../ui/durations";
import { Failure } from "../../ui/failure";
import { Loading } from "../../ui/loading";
import { useNow } from "../../ui/now";
import { addressText, momentText, secondsOf } from "../../ui/times";
import { Acknowledge } from "./acknowledge";
import { askPage } from "./ask";
import { Explanation } from "./explanation";
import type { ShownEvent } from "./list";
import { descriptionOf, measureName, placeText, readingText, secondsOfTime, siteOf } from "./texts";
import type { Feed } from "./use-feed";

type Props = { feed: Feed; sites: readonly Site[]; site: number | undefined };

/** Dialog with the event in the URL. */
export function Details({ feed, sites, site }: Props) {
  const { query, change } = useAddress();
  const id = /^\d{1,15}$/.test(query.event ?? "") ? Number(query.event) : undefined;
  if (id === undefined) return null;
  const onClose = () => change({ event: undefined, at: undefined });
  return <OfEvent key={id} id={id} at={query.at} onClose={onClose} {...{ feed, sites, site }} />;
}

function OfEvent({
  id,
  at,
  onClose,
  feed,
  sites,
  site,
}: Props & { id: number; at: string | undefined; onClose: () => void }) {
  const { events: t } = useText();
  const language = useLanguage();
  const known = feed.shown.list?.events.find((event) => event.id === id);
  const place = known?.operating_site ?? site;
  const seconds = known ? secondsOfTime(known.timestamp) : at && secondsOf(at, feed.zone);
  const asked = useAsk(`event ${id} ${place} ${seconds} ${known?.end}`, (signal) =>
    findEvent(id, place, seconds || undefined, signal),
  );
  const found = asked.data;
  const event: ShownEvent | undefined = known ?? found;
  const explanation = found?.explanation;
  if (event) {
    const own = siteOf(event, sites);
    return (
      <Dialog title={descriptionOf(event, language)} onClose={onClose}>
        {own && <Facts event={event} site={own} />}
        {explanation && <Explanation event={event} explanation={explanation} />}
        {!found && asked.problem && <Failure problem={asked.problem} again={asked.again} />}
        {!found && !asked.problem && <Loading lines={3} />}
        <Acknowledge
          event={event}
          zone={own?.time_zone ?? "UTC"}
          onDone={(next) => {
            feed.replace(next);
            asked.again();
          }}
        />
      </Dialog>
    );
  }
  return (
    <Dialog title={asked.isLoading ? t.title : t.details.missing} onClose={onClose}>
      {asked.problem ? (
        <Failure problem={asked.problem} again={asked.again} />
      ) : asked.isLoading ? (
        <Loading lines={8} />
      ) : (
        <p>{t.details.missingWhat}</p>
      )}
    </Dialog>
  );
}

const MOST = 1000;

/** Finds an event with its explanation. The API has no route for a single event, so it is searched by time. */
async function findEvent(
  id: number,
  site: number | undefined,
  seconds: number | undefined,
  signal: AbortSignal,
): Promise<ProtectionEvent | undefined> {
  const place = site === undefined ? {} : { site };
  const time = seconds === undefined ? {} : { time: new Date(seconds * 1000).toISOString() };
  const query = { explain: "1", page_size: MOST } as const;
  const { results } = await askPage(place, { ...query, ...time }, signal);
  const event = results.find((one) => one.id === id);
  if (event || seconds !== undefined) return event;
  const open = await askPage(place, { ...query, open: "1" }, signal);
  return open.results.find((one) => one.id === id);
}

const AROUND_SECONDS = 3600;

function Facts({ event, site }: { event: ShownEvent; site: Site }) {
  const text = useText();
  const { events, common } = text;
  const t = events.details;
  const language = useLanguage();
  const now = useNow();
  const zone = site.time_zone;
  const moment = (time: string | number) => momentText(secondsOfTime(time), zone, language);
  const start = secondsOfTime(event.timestamp);
  const end = event.end ? secondsOfTime(event.end) : undefined;
  const peak = event.peak && readingText(event, event.peak, language);
  const level = event.level.id === 2 ? 2 : 1;
  return (
    <>
      <p class="badges">
        <span class={`badge ${level === 2 ? "bad" : "warn"}`}>{common.levels[level]}</span>
        {end === undefined && !event.isWithdrawn && <span class="badge">{t.ongoing}</span>}
        {event.isWithdrawn && <span class="badge">{events.list.withdrawn}</span>}
      </p>
      {event.isWithdrawn && <p>{t.withdrawn}</p>}
      <dl class="facts">
        <Fact name={t.where}>
          {inLanguage(site.name, language)}, {placeText(event, text)}
        </Fact>
        <Fact name={t.start}>{moment(event.timestamp)}</Fact>
        <Fact name={t.end}>{event.end ? moment(event.end) : t.ongoing}</Fact>
        <Fact name={t.duration}>{durationText((end ?? now) - start, language)}</Fact>
        {peak && event.peak && (
          <Fact name={t.peak}>
            {measureName(event, language)} <span class="value">{peak}</span>{" "}
            <small>{t.at(moment(event.peak.at))}</small>
          </Fact>
        )}
      </dl>
      <p class="row">
        <a class="button" href={siteAddress(event, zone, start, end ?? now)}>
          {t.toSite}
        </a>
        <span class="quiet">{common.zone(zone)}</span>
      </p>
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: preact.ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

function siteAddress(event: ProtectionEvent, zone: string, start: number, end: number): string {
  const rack = event.rack_id === 0 ? "" : `&rack=${event.rack_id}`;
  const from = addressText(start - AROUND_SECONDS, zone);
  const to = addressText(end + AROUND_SECONDS, zone);
  const range = `&from=${from}&to=${to}`.replaceAll("+", "%2B");
  return `/sites/${event.operating_site}?bank=${event.bank_id}${rack}${range}`;
}
