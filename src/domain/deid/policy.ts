import { utf8 } from "../access/bytes.ts";
import type { Omission } from "./omission.ts";

/** How names are treated; `version` names a release whose identifiers belong together. */
export type Policy = ({ mode: "plain" } | { mode: "keyed"; key: CryptoKey; version: string }) & {
  /** Columns that are left out; none where it is absent. */
  omissions?: readonly Omission[];
};

/** @param secret at least 32 bytes of UTF-8 */
export async function keyedPolicy(
  secret: string,
  version: string,
  omissions: readonly Omission[] = [],
): Promise<Policy> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]);
  return { mode: "keyed", key, version, omissions };
}
