import { base64url, hex, utf8 } from "./bytes.ts";
import type { Grant } from "./scopes.ts";

/** What is kept of a key: never its text. */
export type KeyRecord = Grant & {
  lookup: string;
  /** SHA-256 of the key's whole text, hex. */
  sha256: string;
  /** Milliseconds since 1970. */
  expiresAt?: number | undefined;
  revokedAt?: number | undefined;
};

const SHAPE = /^ess_([0-9a-z]{8})_[A-Za-z0-9_-]{43}$/;
/** The part by which a key is found. */
export const lookupShape = /^[0-9a-z]{8}$/;

const LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
const SECRET_BYTES = 32;

/** A new key: `ess_`, 8 letters by which it is found, `_`, 32 random bytes. */
export async function newKey(): Promise<{ text: string; lookup: string; sha256: string }> {
  const lookup = Array.from({ length: 8 }, () => LETTERS[randomBelow(LETTERS.length)]).join("");
  const secret = base64url(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const text = `ess_${lookup}_${secret}`;
  return { text, lookup, sha256: await hashKey(text) };
}

/** The part by which a key is found; undefined if the text cannot be a key. */
export const lookupOf = (text: string): string | undefined => SHAPE.exec(text)?.[1];

export const hashKey = async (text: string): Promise<string> =>
  hex(await crypto.subtle.digest("SHA-256", utf8(text)));

/** Why a key that was found is not valid now; undefined if it is. */
export function invalidity(
  { expiresAt, revokedAt }: KeyRecord,
  now: number,
): "revoked" | "expired" | undefined {
  if (revokedAt !== undefined) return "revoked";
  return expiresAt !== undefined && expiresAt <= now ? "expired" : undefined;
}

function randomBelow(limit: number): number {
  const most = 256 - (256 % limit);
  for (;;) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < most) return byte % limit;
  }
}
