import type { Site } from "../../shell/session";
import type { Dictionary } from "../../text/dictionary";
import { secondsOf } from "../../ui/times";
import type { SiteNow } from "./site-now";

/** What rows come of: a bank by itself, the other components as wholes; `at` is of its newest row, if it has one. */
export type Source = {
  component: keyof Dictionary["common"]["components"];
  bank?: number;
  at: number | undefined;
};

type Of = Pick<Site, "time_zone" | "components">;

/** What a card shows values of; what has never had a row counts only where a site must have it. */
export function sourcesOf(site: Of, now: Pick<SiteNow, "banks"> | undefined): Source[] {
  const newest = (component: Source["component"]): Source => {
    const latest = site.components[component]?.latest;
    return { component, at: latest ? secondsOf(latest, site.time_zone) : undefined };
  };
  const banks = now?.banks?.map(({ bank, at }): Source => ({ component: "bank", bank, at }));
  return [
    ...(banks ?? [newest("bank")]),
    newest("rack"),
    ...[newest("pcs"), newest("etc")].filter(({ at }) => at !== undefined),
  ];
}

/** The one whose newest row is the oldest: a card is as fresh as that. */
export const oldestOf = (sources: readonly Source[]): Source | undefined =>
  sources.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))[0];

export const sourceText = (
  { component, bank }: Source,
  { bankOf, components }: Dictionary["common"],
): string => (bank === undefined ? components[component] : bankOf(bank));
