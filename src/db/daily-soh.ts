import { dailySohPercent } from "../indicators/soh.ts";
import { bucketEdges } from "../sites/buckets.ts";
import { ROWS, statisticsOf } from "../sites/rollup.ts";
import type { Site } from "../sites/site.ts";
import { askSums, type BucketSums, secondsPerValue, sumsOf } from "./aggregate.ts";
import type { Ask } from "./client.ts";
import { askWholeExtent } from "./extent.ts";

const DAY = { micros: 86_400_000_000 };

/** The state of health of a bank, %, of each day from the first on; null of a day without enough values. */
export type DailySoh = {
  /** Beginning of the first day and of the one after the last, microseconds since 1970. */
  start: number;
  end: number;
  values: (number | null)[];
};

/** Undefined of a bank without rows. @throws {DatabaseError} */
export async function askDailySoh(
  ask: Ask,
  site: Site,
  bank: number,
  hasRollups: boolean,
): Promise<DailySoh | undefined> {
  const selection = { site, component: "bank" as const, bank };
  const extent = await askWholeExtent(ask, selection, hasRollups);
  if (!extent) return undefined;
  const edges = bucketEdges(extent.start, extent.end, DAY, site.timeZone);
  const columns = [...ROWS, ...statisticsOf("BANK_SOH").filter(({ merge }) => merge === "sum")];
  const whole = { start: edges[0] ?? 0, end: edges.at(-1) ?? 0 };
  const days = await askSums(ask, { ...selection, ...whole }, { columns, edges, hasRollups });
  const values: (number | null)[] = edges.slice(1).map(() => null);
  for (const day of days) values[day.bucket] = sohOf(day);
  return { ...whole, values };
}

const sohOf = (day: BucketSums): number | null =>
  dailySohPercent(sumsOf(day, "BANK_SOH"), secondsPerValue(day));
