import { SCOPES, type Scope } from "../../../src/domain/access/scopes";
import { parseMoment } from "../../../src/time/instant";

export { SCOPES };
export const PERIODS = ["30", "90", "365", "at", "never"] as const;
export type Period = (typeof PERIODS)[number];

/** A key that is about to be made, as its form has it. */
export type Draft = {
  name: string;
  scopes: readonly Scope[];
  /** Undefined: all of them. */
  sites: readonly number[] | undefined;
  period: Period;
  /** Wall clock of the zone. */
  endsAt: string;
};

/** The first thing that is missing, as its text is called. */
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

/** What the API is asked for. */
export function requestOf(draft: Draft, zone: string, now: number) {
  const end = endOf(draft, zone, now);
  return {
    name: draft.name.trim(),
    scopes: [...draft.scopes],
    ...(draft.sites ? { sites: [...draft.sites] } : {}),
    ...(end === undefined ? {} : { expires_at: new Date(end * 1000).toISOString() }),
  };
}

/** Seconds since 1970; undefined where it does not end, or at no time that there is. */
function endOf({ period, endsAt }: Draft, zone: string, now: number): number | undefined {
  if (period === "never") return undefined;
  if (period !== "at") return now + Number(period) * 86_400;
  const micros = parseMoment(endsAt, zone);
  return micros === undefined ? undefined : micros / 1_000_000;
}
