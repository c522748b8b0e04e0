import { askMonthsBefore, dropMonth } from "../store/rows/retention.ts";
import { bucketEdges } from "../time/buckets.ts";
import type { Width } from "../time/interval.ts";
import { DAY } from "../time/units.ts";
import type { Job } from "./job.ts";

/** Gives up rows that are older than `RAW_RETENTION`, month by month; what is rolled up of them stays. */
export const retain: Job = {
  name: "retention",
  step: async ({ site, ask, transact, platform, retention, now }) => {
    if (retention === undefined) return false;
    const months = await askMonthsBefore(ask, site, before(now * 1000, retention, site.timeZone));
    const works = platform ? ["socp", "events"] : ["socp"];
    for (const month of months) {
      if (await dropMonth(transact, site, month, works)) return true;
    }
    return false;
  },
};

/** The moment that lies a length of time before another one, microseconds since 1970. */
function before(moment: number, length: Width, timeZone: string): number {
  if ("micros" in length) return moment - length.micros;
  const [thisMonth = moment] = bucketEdges(moment, moment + 1, { months: 1 }, timeZone);
  const { months } = length;
  const edges = bucketEdges(thisMonth - months * 31 * DAY, thisMonth + 1, { months: 1 }, timeZone);
  return edges.at(-2 - months) ?? thisMonth;
}
