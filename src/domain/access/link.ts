import { DAY, SECOND } from "../../time/units.ts";
import { base64url, equalInConstantTime } from "./bytes.ts";
import { hmac } from "./hmac.ts";

/** Names of the parameters that make an address a signed link; they stand last, in this order. */
export const LINK_PARAMETERS = ["link-key", "link-expires", "link-signature"] as const;

/** Seconds for which a link is valid. */
export const LINK_SECONDS = { byDefault: 600, most: (7 * DAY) / SECOND };

/** The key that a link acts for: its lookup part, or `-` for public access. */
export type LinkClaim = { key: string; expires: number };

/**
 * Signs an address (path and query) until `expires`, seconds since 1970. What is signed is the text itself, so
 * that no other path, parameter, order or spelling is allowed by it.
 */
export async function signLink(
  address: string,
  { key, expires }: LinkClaim,
  secret: string,
): Promise<string> {
  const [byKey, until, signature] = LINK_PARAMETERS;
  const text = `${address}${address.includes("?") ? "&" : "?"}${byKey}=${key}&${until}=${expires}`;
  return `${text}&${signature}=${await sign(text, secret)}`;
}

const FORM = /^(.+)&link-signature=([\w-]+)$/;
const CLAIM = /[?&]link-key=([0-9a-z]{8}|-)&link-expires=(\d{1,12})$/;

/** What a link claims if its signature is right; undefined otherwise. Whether it has expired is not looked at. */
export async function verifyLink(address: string, secret: string): Promise<LinkClaim | undefined> {
  const [, text, signature] = FORM.exec(address) ?? [];
  const [, key, expires] = CLAIM.exec(text ?? "") ?? [];
  if (text === undefined || signature === undefined || key === undefined) return undefined;
  const right = equalInConstantTime(signature, await sign(text, secret));
  return right ? { key, expires: Number(expires) } : undefined;
}

/** Whether an address has a parameter of a link: then it is one, or none that may be answered. */
export const looksLikeLink = (search: URLSearchParams): boolean =>
  LINK_PARAMETERS.some((name) => search.has(name));

const sign = async (text: string, secret: string): Promise<string> =>
  base64url(new Uint8Array(await hmac(text, secret)));
