import { bandOf } from "../../../src/domain/indicators/sos";
import type { ProtectionEvent, Site } from "../../api/paths";
import { isLate } from "../../ui/times";
import { leastSafe } from "./scores";
import type { Doubt, SiteNow } from "./site-now";
import { type Source, sourcesOf } from "./sources";

/** Open events of all sites, as far as known. */
export type OpenEvents = { events: readonly ProtectionEvent[]; doubt: Doubt | undefined };

export type Attention = {
  protection: number;
  warning: number;
  isAway: boolean;
  isUnsafe: boolean;
  /** Components without new rows; all of them if `isStale`. */
  late: Source[];
  isStale: boolean;
  /** Racks without a state of safety. */
  missing: number;
  doubts: Partial<Record<"events" | "safety" | "values", Doubt | undefined>>;
};

/** Findings of a site. */
export function attentionTo(
  site: Pick<Site, "id" | "time_zone" | "database" | "components">,
  { events, doubt }: OpenEvents,
  state: SiteNow | undefined,
  now: number,
): Attention {
  const own = events.filter(({ operating_site }) => operating_site === site.id);
  const sources = sourcesOf(site, state);
  const late = sources.filter(({ at }) => at === undefined || isLate(at, now));
  const least = leastSafe(state?.safety?.scores ?? []);
  const isAway = site.database !== "ok";
  // An unavailable database explains all other gaps: report it once.
  const doubts = isAway ? {} : (state?.doubts ?? { safety: "pending", values: "pending" });
  return {
    protection: own.filter(({ level }) => level.id === 2).length,
    warning: own.filter(({ level }) => level.id === 1).length,
    isAway,
    isUnsafe: least !== undefined && bandOf(least.score) !== "safe",
    late: isAway ? [] : late,
    isStale: !isAway && late.length === sources.length,
    missing: state?.safety?.missing.length ?? 0,
    doubts: { ...doubts, events: doubt },
  };
}

/** Sort key: higher is more urgent. */
export const urgency = (attention: Attention): number =>
  [
    attention.protection > 0,
    attention.isAway,
    attention.isUnsafe,
    attention.warning > 0,
    attention.missing > 0,
    attention.late.length > 0,
    Object.values(attention.doubts).includes("failed"),
  ].reduce((sum, isSo) => sum * 2 + Number(isSo), 0);
