import type { Site } from "../../api/paths";
import type { ApiProblem } from "../../api/problem";
import { type Asked, useAsk } from "../../api/use-ask";
import { useMay } from "../../shell/session";
import type { BankNow } from "./bank-now";
import { askBanks } from "./banks";
import { askOutlooks, type Outlooks } from "./outlook";
import { askSafety } from "./safety";
import type { Safety } from "./scores";

/** Why something is unknown: loading, failed, or not permitted for this key. */
export type Doubt = "pending" | "failed" | "denied";

/** Current state of a site, as far as known. */
export type SiteNow = {
  banks: BankNow[] | undefined;
  safety: Safety | undefined;
  outlooks: Outlooks | undefined;
  doubts: { safety?: Doubt | undefined; values?: Doubt | undefined };
};

const RETRY = { retrySeconds: 15 };

/** Loads a site by separate requests, so that an error hides only its part. */
export function useSiteNow(site: Site): {
  state: SiteNow;
  isLoading: boolean;
  problem: ApiProblem | undefined;
  again: () => void;
} {
  const mayRows = useMay("raw:read");
  const mayAnalyse = useMay("analytics:read");
  const { bank, rack } = site.components;
  const question = (what: string, isAllowed: boolean, latest: string | null | undefined) =>
    site.database === "ok" && isAllowed ? `${what} ${site.id} ${latest}` : undefined;
  const banks = useAsk(
    question("banks", mayRows, bank?.latest),
    (signal) => askBanks(site, signal),
    RETRY,
  );
  const safety = useAsk(
    question("safety", mayAnalyse, rack?.latest),
    (signal) => askSafety(site, signal),
    RETRY,
  );
  const outlooks = useAsk(
    question("outlooks", mayAnalyse, bank?.latest),
    (signal) => askOutlooks(site, signal),
    RETRY,
  );
  const values = doubtOf(banks, mayRows);
  const doubts = {
    values: values ?? (outlooks.problem ? ("failed" as const) : undefined),
    safety: doubtOf(safety, mayAnalyse),
  };
  const failed = [banks, safety, outlooks].filter(({ problem }) => problem);
  return {
    state: { banks: banks.data, safety: safety.data, outlooks: outlooks.data, doubts },
    isLoading: [values, doubts.safety, doubtOf(outlooks, mayAnalyse)].includes("pending"),
    problem: failed[0]?.problem,
    again: () => {
      for (const one of failed) one.again();
    },
  };
}

/** Why a response is not current. */
export function doubtOf(
  { data, problem }: Pick<Asked<unknown>, "data" | "problem">,
  isAllowed: boolean,
): Doubt | undefined {
  if (!isAllowed) return "denied";
  if (problem) return "failed";
  return data === undefined ? "pending" : undefined;
}
