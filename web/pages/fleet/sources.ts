import type { Site } from "../../api/paths";
import type { Dictionary } from "../../text";
import { secondsOf } from "../../ui/times";
import type { BankNow } from "./bank-now";

/** A source of rows: a bank, or another component as a whole. `at` is the time of its latest row, if any. */
export type Source = {
  component: keyof Dictionary["common"]["components"];
  bank?: number;
  at: number | undefined;
};

type Of = Pick<Site, "time_zone" | "components">;

/** Sources of the values on a card. A source without rows counts only if every site must have it. */
export function sourcesOf(site: Of, now: { banks: BankNow[] | undefined } | undefined): Source[] {
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

/** Source whose latest row is the oldest. It determines the age of the card. */
export const oldestOf = (sources: readonly Source[]): Source | undefined =>
  sources.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))[0];

export const sourceText = (
  { component, bank }: Source,
  { bankOf, components }: Dictionary["common"],
): string => (bank === undefined ? components[component] : bankOf(bank));
