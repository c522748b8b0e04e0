import { askAt } from "../request/ask";
import { banksOf, type DataRequest, listPath, queryText, rangeQuery } from "../request/request";
import type { Way } from "./ask-way";
import { type Bucket, type GapsAnswer, ofBuckets, ofGaps, type TimeLine } from "./spans";

const BUCKETS = 300;

/** Gaps in the past part of the range of a request. */
export function askTimeLine(
  request: DataRequest,
  way: Way,
  field: string,
  signal: AbortSignal,
): Promise<TimeLine> {
  const to = Math.max(request.from + 1, Math.min(request.to, Math.floor(Date.now() / 1000)));
  const past = { ...request, to };
  return way === "rows" ? askRows(past, signal) : askBuckets(past, field, signal);
}

async function askRows(request: DataRequest, signal: AbortSignal): Promise<TimeLine> {
  const { siteId, component, bank, rack, from, to } = request;
  const query = { ...rangeQuery(request), bank, rack, "time-format": "unix" };
  const path = `/api/ess/operating-sites/${siteId}/${component}/gaps/`;
  const answer = await askAt(path + queryText(query), { signal });
  return ofGaps((await answer.json()) as GapsAnswer, { from, to });
}

async function askBuckets(
  request: DataRequest,
  field: string,
  signal: AbortSignal,
): Promise<TimeLine> {
  const { from, to } = request;
  const banks = banksOf(request);
  const parts = await Promise.all(
    (banks.length > 0 ? banks : [undefined]).map((bank) => askBank(request, bank, field, signal)),
  );
  const lanes = parts.flatMap((part) => part.lanes);
  const width = parts[0]?.width ?? "";
  const gaps = lanes.reduce((sum, { spans }) => sum + spans.length, 0);
  return { from, to, lanes, width, gaps };
}

/** Lanes of a bank, or of a component without banks. */
async function askBank(
  request: DataRequest,
  bank: number | undefined,
  field: string,
  signal: AbortSignal,
) {
  const query = {
    ...rangeQuery(request),
    agg: "count",
    fields: field,
    fill: "null",
    "max-points": BUCKETS,
    "time-format": "unix",
  };
  const path = `${listPath({ ...request, names: "raw" }, bank)}stats/aggregate/`;
  const answer = await askAt(path + queryText(query), { signal });
  const buckets = (await answer.json()) as (Bucket & { rack_id?: number })[];
  const rackOf = ({ rack_id }: { rack_id?: number }) => rack_id ?? request.rack;
  const racks = [...new Set(buckets.map(rackOf))];
  const lanes = racks.map((rack) => {
    const own = buckets.filter((bucket) => rackOf(bucket) === rack);
    return ofBuckets({ bank, rack }, own, request);
  });
  return { lanes, width: answer.headers.get("ess-bucket-width") };
}
