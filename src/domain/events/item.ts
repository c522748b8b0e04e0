import { columnOf } from "../../site/roles.ts";
import type { FlagRole, Site } from "../../site/site.ts";
import { type TimeFormat, timeText } from "../../time/instant.ts";
import type { Explanation } from "../indicators/explanation.ts";
import type { Profile } from "../indicators/profiles.ts";
import { PROFILES } from "../indicators/profiles.ts";
import type { Limit } from "./level.ts";
import type { ProtectionEvent, Reading } from "./machine.ts";
import { findRule, limitOf, type Rule } from "./rules.ts";
import { LEVELS } from "./text.ts";

type EventExplanation = Explanation<{
  source: ProtectionEvent["source"];
  /** The flag whose 1 began the event, where one did. */
  flag?: FlagRole;
  /** The limit, if a limit started the event. */
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

/** A stored event. Times are microseconds since 1970. */
export type StoredEvent = ProtectionEvent & {
  id: number;
  site: number;
  bank: number;
  rack: number;
  description: string;
  descriptionEng: string;
  acknowledged: { atMicros: number; by: string | null; comment: string } | null;
};

/** Fields of the original platform in its order: one row per second there, one per event here. */
export function secondItem(
  event: StoredEvent,
  micros: number,
  { timeZone }: Site,
  format: TimeFormat,
) {
  const name = findRule(event.code)?.name;
  return {
    timestamp: timeText(micros, timeZone, format),
    bank_id: event.bank,
    rack_id: event.rack,
    operating_site: event.site,
    description: event.description,
    description_eng: event.descriptionEng,
    error_code: { id: event.code, description: name?.ko ?? "", description_eng: name?.en ?? "" },
    level: { id: event.level, description: LEVELS[event.level].ko },
    id: event.id,
  };
}

/** An event on the wire: the platform's keys, then end, peak, source and acknowledgement. */
export function eventItem(event: StoredEvent, site: Site, format: TimeFormat) {
  const time = (micros: number) => timeText(micros, site.timeZone, format);
  const { endMicros, peak, source, acknowledged } = event;
  return {
    ...secondItem(event, event.start.timeMicros, site, format),
    end: endMicros === null ? null : time(endMicros),
    peak: { value: peak.value, at: time(peak.timeMicros), position: peak.position },
    source,
    acknowledged: acknowledged && {
      at: time(acknowledged.atMicros),
      by: acknowledged.by,
      comment: acknowledged.comment,
    },
  };
}

/** Why the event began, by the site's limits. */
export function explanationItem(event: StoredEvent, site: Site, format: TimeFormat) {
  const rule = findRule(event.code);
  if (!rule) return null;
  const profile = site.protectionProfile ? PROFILES[site.protectionProfile] : null;
  const { start, peak, ...explanation } = explainEvent(event, rule, profile);
  const { flag } = explanation;
  const column = flag && columnOf(site, event.rack > 0 ? "rack" : "bank", flag)?.name;
  const reading = ({ timeMicros, value, position }: Reading) => ({
    time: timeText(timeMicros, site.timeZone, format),
    value,
    position,
  });
  return {
    ...explanation,
    ...(column === undefined ? {} : { flag: column }),
    start: reading(start),
    peak: reading(peak),
  };
}
