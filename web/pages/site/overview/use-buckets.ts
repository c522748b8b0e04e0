import { api } from "../../../api/client";
import type { paths } from "../../../api/paths";
import { type Asked, useAsk } from "../../../api/use-ask";
import { useRested } from "../../../chart/use-rested";
import type { Range, View } from "../../../chart/view";
import { parameterText } from "../../../ui/times";
import { type Place, placeKey } from "../common/place";

export type Bucket = { time: number; count: number; coverage: number | null } & Record<
  string,
  number | null
>;
export type Buckets = {
  items: Bucket[];
  /** As in the API: `5 minutes`. */
  width: string | undefined;
};

/** Buckets in the visible range. Half a range on either side is loaded for panning. */
const SEEN = 800;
const BESIDE = 0.5;

/** Minimum, mean and maximum of columns by bucket, as fine as the view can show. */
export function useBuckets(place: Place, view: View, fields: readonly string[]): Asked<Buckets> {
  const range = useRested(view);
  const zone = place.site.time_zone;
  const wanted = around(range, view.whole);
  const query = {
    "start-time": parameterText(Math.floor(wanted[0]), zone),
    "end-time": parameterText(Math.ceil(wanted[1]), zone),
    fields: fields.join(","),
    agg: "avg,min,max",
    "max-points": Math.round((SEEN * (wanted[1] - wanted[0])) / (range[1] - range[0])),
    "time-format": "unix" as const,
  };
  return useAsk(`buckets ${placeKey(place)} ${JSON.stringify(query)}`, (signal) =>
    askBuckets(place, query, signal),
  );
}

/** The range extended by half its length on either side. */
export function around([from, to]: Range, [first, last]: Range): Range {
  const beside = (to - from) * BESIDE;
  return [Math.max(first, from - beside), Math.min(last, to + beside)];
}

const BANK = "/api/ess/operating-sites/{s}/banks/{b}/stats/aggregate/";
const RACK = "/api/ess/operating-sites/{s}/banks/{b}/racks/{r}/stats/aggregate/";
export type BucketQuery = NonNullable<paths[typeof BANK]["get"]["parameters"]["query"]>;

export async function askBuckets(
  { site, bank, rack }: Place,
  query: BucketQuery,
  signal: AbortSignal,
): Promise<Buckets> {
  const { data, response } =
    rack === undefined
      ? await api.GET(BANK, { params: { path: { s: site.id, b: bank }, query }, signal })
      : await api.GET(RACK, { params: { path: { s: site.id, b: bank, r: rack }, query }, signal });
  // The query asks for times in milliseconds.
  const items = ((data ?? []) as unknown as Bucket[]).map((item) => ({
    ...item,
    time: item.time / 1000,
  }));
  return { items, width: response.headers.get("ess-bucket-width") ?? undefined };
}
