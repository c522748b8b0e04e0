import { wrong } from "../../request/parameter.ts";
import { rangeOf } from "../../request/query.ts";
import { siteRoute } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { refuse } from "../../response/problem.ts";
import { askLevelCounts, askSecondCounts, type LevelCount } from "../../store/events/counts.ts";
import { bucketEdges } from "../../time/buckets.ts";
import { gridOrigin } from "../../time/grid.ts";
import { timeText } from "../../time/instant.ts";
import type { Width } from "../../time/interval.ts";
import { HOUR } from "../../time/units.ts";
import { countsQuery } from "./query.ts";
import { levelCountsSchema } from "./schema.ts";

const MOST = 100_000;

/** `GET …/protectionmap/operating-sites/{site}/stats/log-level-count/`: new events per level and time bucket. */
export const levelCounts = siteRoute({
  method: "get",
  access: "analytics:read",
  path: "/api/ess-feature/protectionmap/operating-sites/{site}/stats/log-level-count/",
  operationId: "countEventsByLevel",
  tags: ["Protection map"],
  summary: "Count the new events of a site per level and time bucket",
  responses: {
    200: {
      description:
        "Counts, ordered by bucket (newest first) and level. Buckets without events are left out",
      content: { "application/json": { schema: levelCountsSchema } },
    },
  },
  component: "bank",
  query: countsQuery,
  reads: "platform",
  plan({ site, query }) {
    const { error_code: code, level, open: isOpen, message, bank, rack } = query;
    return {
      filter: { ...rangeOf(query), sites: [site.id], code, level, isOpen, message, bank, rack },
      askCounts: query.expand ? askSecondCounts : askLevelCounts,
      width: query["time-bucket-width"] ?? { micros: HOUR },
      timeZone: site.timeZone,
      format: query["time-format"] ?? "iso",
    };
  },
  async answer({ filter, askCounts, width, timeZone, format }, ask) {
    const found = await askCounts(ask, filter, {
      origin: gridOrigin(timeZone),
      width: "micros" in width && width.micros % HOUR !== 0 ? width.micros : HOUR,
      most: MOST,
    });
    if (!found) refuse([{ in: "query", name: "time-bucket-width", ...TOO_NARROW }]);
    const items = inBuckets(found, width, timeZone);
    return json(
      items.map(({ bucket, site, level, count }) => ({
        time: timeText(bucket, timeZone, format),
        operating_site: site,
        level,
        level_count: count,
      })),
      { rows: items.length },
    );
  },
});

/** Adds hourly counts up to the buckets that contain them, newest first. Buckets up to an hour stay unchanged. */
function inBuckets(counts: readonly LevelCount[], width: Width, timeZone: string): LevelCount[] {
  if ("micros" in width && width.micros <= HOUR) return [...counts];
  const all = new Map<string, LevelCount>();
  let [start, end] = [0, 0];
  for (const count of counts) {
    if (count.bucket < start || count.bucket >= end) {
      [start = 0, end = 0] = bucketEdges(count.bucket, count.bucket + 1, width, timeZone);
    }
    const key = `${start} ${count.site} ${count.level}`;
    const before = all.get(key)?.count ?? 0;
    all.set(key, { ...count, bucket: start, count: before + count.count });
  }
  return [...all.values()].sort((a, b) => b.bucket - a.bucket || a.level - b.level);
}

const TOO_NARROW = wrong(
  "too_narrow",
  "이 기간에는 구간이 너무 많습니다. 더 넓은 구간이나 더 짧은 기간을 사용하세요. 예: 1 day",
  "gives too many buckets for this range. Use wider buckets or a shorter range. Example: 1 day",
);
