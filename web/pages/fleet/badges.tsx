import { useText } from "../../text";
import type { Attention } from "./attention";
import { sourceText } from "./sources";

/** Findings and unknown parts as badges. All clear only if everything is known. */
export function Badges({ attention }: { attention: Attention }) {
  const { fleet, common } = useText();
  const t = fleet.attention;
  const { protection, warning, isAway, isUnsafe, late, isStale, missing, doubts } = attention;
  const badges: [string, string][] = [];
  if (protection > 0) badges.push(["bad", t.protection(protection)]);
  if (isAway) badges.push(["bad", t.away]);
  if (isUnsafe) badges.push(["bad", t.unsafe]);
  if (warning > 0) badges.push(["warn", t.warning(warning)]);
  if (missing > 0) badges.push(["warn", t.missing(missing)]);
  if (isStale) badges.push(["warn", t.stale]);
  else if (late.length > 0) {
    badges.push(["warn", t.late(late.map((one) => sourceText(one, common)).join(", "))]);
  }
  for (const what of ["events", "safety", "values"] as const) {
    const doubt = doubts[what];
    if (doubt && doubt !== "pending") badges.push(["", `${t.unknown[what]}: ${t.why[doubt]}`]);
  }
  if (badges.length === 0) {
    const isChecking = Object.values(doubts).includes("pending");
    badges.push(isChecking ? ["", t.checking] : ["good", t.ok]);
  }
  return (
    <span class="badges">
      {badges.map(([kind, text]) => (
        <span key={text} class={`badge ${kind}`}>
          {text}
        </span>
      ))}
    </span>
  );
}
