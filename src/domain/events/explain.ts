import type { Explanation } from "../indicators/explanation.ts";
import type { Profile } from "../indicators/profiles.ts";
import type { Limit } from "./level.ts";
import type { ProtectionEvent } from "./machine.ts";
import { limitOf, type Rule } from "./rules.ts";

export type EventExplanation = Explanation<{
  source: ProtectionEvent["source"];
  /** The column whose 1 began the event, where a flag did. */
  flag?: string;
  /** What the value was held against, where a limit began the event. */
  limit?: Limit;
  start: ProtectionEvent["start"];
  peak: ProtectionEvent["peak"];
}>;

/** Why an event began: the flag that was set, or the limit that was passed. */
export function explainEvent(
  event: ProtectionEvent,
  rule: Rule,
  profile: Profile | null,
): EventExplanation {
  const { source, level, start, peak } = event;
  if (source === "flag") {
    const flag = (level === 1 ? rule.warningFlag : null) ?? rule.protectionFlag;
    return {
      method: "protection-flag",
      version: "1",
      basis: "measured",
      formula: "from the first second in which the flag is 1 to the first in which it is 0",
      source,
      flag,
      start,
      peak,
    };
  }
  const limit = profile && limitOf(rule, profile);
  return {
    method: "protection-threshold",
    version: "1",
    basis: "estimated",
    formula:
      "level 1 past the warning, level 2 past the protection, at once; level 0 at the release or better; a level that rises ends the lower one",
    ...(profile && { profile: profile.name }),
    source,
    ...(limit && { limit }),
    start,
    peak,
  };
}
