import type { Method } from "../domain/indicators/explanation.ts";
import type { ProfileName } from "../domain/indicators/profiles.ts";

/** The header that says of every answer how its numbers were made; `explain=1` says it of each in full. */
export const methodHeader = (
  { method, version, basis }: Method,
  profile?: ProfileName,
): Record<string, string> => ({
  "ess-method": `${method}; version=${version}; basis=${basis}${profile ? `; profile=${profile}` : ""}`,
});
