import { SCOPES, type Scope } from "../../../src/domain/access/scopes";
import { parseMoment } from "../../../src/time/instant";

export { SCOPES };
export const PERIODS = ["30", "90", "365", "at", "never"] as const;
export type Period = (typeof PERIODS)[number];

/** Form state of a new key. */
export type Draft = {
  name: string;
  scopes: readonly Scope[];
  /** Undefined: all sites. */
  sites: readonly number[] | undefined;
  period: Period;
  /** Wall clock of the zone. */
  endsAt: string;
};

/** Name of the text for the first missing input. */
export function faultOf(
  draft: Draft,
  zone: string,
  now: number,
): "noName" | "noScopes" | "noSites" | "noTime" | undefined {
  if (!draft.name.trim()) return "noName";
  if (draft.scopes.length === 0) return "noScopes";
  if (draft.sites?.length === 0) return "noSites";
  const end = endOf(draft, zone, now);
  return draft.period !== "never" && (end === undefined || end <= now) ? "noTime" : undefined;
}

/** Request body of the API. */
export function requestOf(draft: Draft, zone: string, now: number) {
  const end = endOf(draft, zone, now);
  return {
    name: draft.name.trim(),
    scopes: [...draft.scopes],
    ...(draft.sites ? { sites: [...draft.sites] } : {}),
    ...(end === undefined ? {} : { expires_at: new Date(end * 1000).toISOString() }),
  };
}

/** Expiry, seconds since 1970; undefined if it never expires or the time is invalid. */
function endOf({ period, endsAt }: Draft, zone: string, now: number): number | undefined {
  if (period === "never") return undefined;
  if (period !== "at") return now + Number(period) * 86_400;
  const micros = parseMoment(endsAt, zone);
  return micros === undefined ? undefined : micros / 1_000_000;
}
