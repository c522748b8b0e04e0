import { useEffect, useId, useMemo, useRef, useState } from "preact/hooks";
import { api, got } from "../../api/client";
import type { Site } from "../../api/paths";
import { useAsk } from "../../api/use-ask";
import { useLanguage, useText } from "../../text";
import { useAddress } from "../../ui/address";
import { widthText } from "../../ui/durations";
import { Failure } from "../../ui/failure";
import { addressText, momentText, secondsOf } from "../../ui/times";
import { useWidth } from "../../ui/use-width";
import { Bars } from "./bars";
import { type Bucket, type Buckets, bucketsOf, counted, total, widthQuery } from "./counts";
import { CountsTable } from "./counts-table";
import { type Bounds, type Filter, placeQuery, queryOf } from "./filter";
import type { Feed } from "./use-feed";

/** Minimum width of a bar, px. */
const BAR_PIXELS = 6;
/** Number of bars that always fits: a day in hours. */
const LEAST_BARS = 26;
/** The range ends now, so the chart must move on even without events. */
const AGAIN_SECONDS = 300;

/** New events by time and level. Selecting a bar filters by its time. */
export function Counts({
  filter,
  feed,
  sites,
}: {
  filter: Filter;
  feed: Feed;
  sites: readonly Site[];
}) {
  const { events, common } = useText();
  const t = events.counts;
  const language = useLanguage();
  const { change } = useAddress();
  const id = useId();
  const [isTable, setTable] = useState(false);
  const [at, setAt] = useState<number>();
  const host = useRef<HTMLDivElement>(null);
  const pixels = useWidth(host) || undefined;
  const { buckets, asked } = useCounts(filter, feed, sites, pixels);
  useEffect(() => setAt(undefined), [feed.key, buckets?.length]);
  const sums = buckets && total(buckets);
  const chosen = at === undefined ? undefined : buckets?.[at];
  const moment = (seconds: number) => momentText(seconds, feed.zone, language);
  const told = ({ from, to, warning, protection }: Bucket) =>
    t.bucket(moment(from), moment(to), warning, protection);
  const narrow = ({ from, to }: Bucket) =>
    change(
      {
        from: addressText(from, feed.zone),
        to: addressText(to, feed.zone),
        range: undefined,
      },
      { replace: false },
    );

  return (
    <div class="card counts" aria-busy={asked.isLoading || pixels === undefined}>
      <div class="row spread">
        <div>
          <h2>{t.title}</h2>
          <p class="quiet">
            {asked.data ? t.about(widthText(widthQuery(asked.data.of), language)) : " "}
          </p>
        </div>
        <ul class="legend">
          <li>
            <i class="protection" /> {t.protection} <strong>{sums?.protection ?? "–"}</strong>
          </li>
          <li>
            <i class="warning" /> {t.warning} <strong>{sums?.warning ?? "–"}</strong>
          </li>
        </ul>
      </div>
      {asked.problem && <Failure problem={asked.problem} again={asked.again} />}
      <div ref={host}>
        {isTable && buckets ? (
          <CountsTable buckets={buckets} zone={feed.zone} onNarrow={narrow} />
        ) : (
          <Bars
            buckets={buckets}
            pixels={pixels}
            zone={feed.zone}
            label={t.title}
            describedBy={`${id}-sum ${id}-keys`}
            at={at}
            onAt={setAt}
            onChoose={narrow}
          />
        )}
      </div>
      <p id={`${id}-sum`} class="hidden">
        {sums && t.summary(sums.warning, sums.protection)}
      </p>
      <p id={`${id}-keys`} class="hidden">
        {t.keys}
      </p>
      <div class="row bar">
        <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? common.chart.chart : common.chart.table}
        </button>
        <span class="quiet" aria-live="polite">
          {isTable ? "" : chosen ? told(chosen) : t.hint}
        </span>
      </div>
    </div>
  );
}

function useCounts(
  filter: Filter,
  { bounds, zone, key, turn }: Feed,
  sites: readonly Site[],
  pixels: number | undefined,
) {
  const shown = sites.filter(({ id }) => filter.site === undefined || filter.site === id);
  const most = pixels ? Math.max(LEAST_BARS, Math.floor(pixels / BAR_PIXELS / 12) * 12) : undefined;
  const asked = useAsk(
    most === undefined ? undefined : `counts ${key} ${most} ${turn}`,
    async (signal) => {
      const range = bounds();
      const of = bucketsOf(...wholeRange(range, shown), zone, most ?? LEAST_BARS);
      const lists = await Promise.all(
        shown.map(({ id }) => askCounts(id, filter, range, of, signal)),
      );
      return { of, counts: lists.flat() };
    },
    filter.to === undefined ? { everySeconds: AGAIN_SECONDS } : {},
  );
  const buckets = useMemo(
    () => asked.data && counted(asked.data.of, asked.data.counts),
    [asked.data],
  );
  return { buckets, asked };
}

/** Bounded range of the chart: an open start is the first row, an open end is now. */
function wholeRange({ from, to }: Bounds, sites: readonly Site[]): [number, number] {
  const earliest = sites.flatMap(({ components, time_zone }) =>
    Object.values(components).flatMap((one) =>
      one.earliest ? [secondsOf(one.earliest, time_zone) ?? []].flat() : [],
    ),
  );
  const end = to ?? Date.now() / 1000;
  const start = from ?? Math.min(end - 86_400, ...earliest);
  return [Math.min(start, end - 1), end];
}

async function askCounts(
  site: number,
  filter: Filter,
  bounds: Bounds,
  of: Buckets,
  signal: AbortSignal,
) {
  const path = "/api/ess-feature/protectionmap/operating-sites/{s}/stats/log-level-count/" as const;
  const query = {
    ...queryOf(filter, bounds),
    ...placeQuery(filter),
    "time-bucket-width": widthQuery(of),
  };
  return got(api.GET(path, { params: { path: { s: site }, query }, signal }));
}
