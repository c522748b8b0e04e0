import type { Schemas } from "../../api/paths";

export type Key = Schemas["ApiKey"];
export type KeyState = "active" | "expired" | "revoked";

export function stateOf({ revoked_at, expires_at }: Key, now: number): KeyState {
  if (revoked_at !== null) return "revoked";
  return expires_at !== null && Date.parse(expires_at) / 1000 <= now ? "expired" : "active";
}

const GIVEN = ["ingest", "mapping", "acknowledge event", "create key", "revoke key"] as const;
const PLAIN = ["download", "create link", "set webhook", "delete webhook"] as const;

type Words = Record<(typeof PLAIN)[number], string> &
  Record<(typeof GIVEN)[number], (what: string) => string>;

/** Text of an audit action; unknown actions as recorded. */
export function actionText(action: string, words: Words, nameOf = (what: string) => what): string {
  const plain = PLAIN.find((one) => one === action);
  if (plain) return words[plain];
  const given = GIVEN.find((one) => action.startsWith(`${one} `));
  return given ? words[given](nameOf(action.slice(given.length + 1))) : action;
}
