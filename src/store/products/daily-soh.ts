import { hex, utf8 } from "../../domain/access/bytes.ts";
import { dailySohPercent } from "../../domain/indicators/soh.ts";
import { requiredColumn } from "../../site/roles.ts";
import { ROWS, statisticsOf } from "../../site/rollup.ts";
import type { Site } from "../../site/site.ts";
import { borderOf, bucketEdges } from "../../time/buckets.ts";
import { DAY } from "../../time/units.ts";
import { askSums, type BucketSums, secondsPerValue, sumsOf } from "../rollups/aggregate.ts";
import { askWholeExtent } from "../rows/extent.ts";
import type { Ask } from "../sql/client.ts";

const ONE_DAY = { micros: DAY };

/** The state of health of a bank, %, of each day from the first on; null of a day without enough values. */
export type DailySoh = {
  /** Beginning of the first day and of the one after the last, microseconds since 1970. */
  start: number;
  end: number;
  values: (number | null)[];
};

/**
 * Only of days that are over at `now` (milliseconds since 1970): the mean of one that is not still moves.
 * @returns undefined of a bank without rows before today
 * @throws {DatabaseError}
 */
export async function askDailySoh(
  ask: Ask,
  site: Site,
  bank: number,
  { hasRollups, now }: { hasRollups: boolean; now: number },
): Promise<DailySoh | undefined> {
  const selection = { site, component: "bank" as const, bank };
  const extent = await askWholeExtent(ask, selection, hasRollups);
  const today = borderOf("day", now * 1000, site.timeZone);
  if (!extent || extent.start >= today) return undefined;
  const edges = bucketEdges(extent.start, Math.min(extent.end, today), ONE_DAY, site.timeZone);
  const { name } = requiredColumn(site, "bank", "soh");
  const columns = [...ROWS, ...statisticsOf(name).filter(({ merge }) => merge === "sum")];
  const whole = { start: edges[0] ?? 0, end: edges.at(-1) ?? 0 };
  const days = await askSums(ask, { ...selection, ...whole }, { columns, edges, hasRollups });
  const values: (number | null)[] = edges.slice(1).map(() => null);
  for (const day of days) values[day.bucket] = sohOf(day, name);
  return { ...whole, values };
}

const sohOf = (day: BucketSums, column: string): number | null =>
  dailySohPercent(sumsOf(day, column), secondsPerValue(day));

/** A fingerprint of what a forecast is made of; sums of doubles differ by the order they were added in. */
export async function basisOf(soh: DailySoh | undefined): Promise<string> {
  const values = soh?.values.map((value) => value && Math.round(value * 1e6));
  return hex(await crypto.subtle.digest("SHA-256", utf8(JSON.stringify([soh?.start, values]))));
}
