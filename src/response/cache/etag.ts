import { base64url, utf8 } from "../../domain/access/bytes.ts";

const BYTES = 16;

/** A weak validator (RFC 9110, 8.8.3) of an answer that is told by these texts from all others. */
export async function weakEtag(...parts: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", utf8(JSON.stringify(parts)));
  return `W/"${base64url(new Uint8Array(digest, 0, BYTES))}"`;
}

/** Whether `If-None-Match` names a validator, compared weakly (RFC 9110, 13.1.2); `*` names none. */
export function isNamed(header: string | undefined, etag: string): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, "");
  return header?.split(",").some((one) => opaque(one) === opaque(etag)) ?? false;
}
