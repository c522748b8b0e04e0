import { utf8 } from "../access/bytes.ts";

/** How names are treated; `version` names a release whose identifiers belong together. */
export type Policy = { mode: "plain" } | { mode: "keyed"; key: CryptoKey; version: string };

/** @param secret at least 32 bytes of UTF-8 */
export async function keyedPolicy(secret: string, version: string): Promise<Policy> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]);
  return { mode: "keyed", key, version };
}
