import { utf8 } from "./bytes.ts";

/** HMAC-SHA-256 of a text. */
export async function hmac(text: string, secret: string): Promise<ArrayBuffer> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", utf8(secret), algorithm, false, ["sign"]);
  return crypto.subtle.sign("HMAC", key, utf8(text));
}
