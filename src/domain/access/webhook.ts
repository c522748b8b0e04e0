import type { Text } from "../../site/site.ts";
import { base64url, hex } from "./bytes.ts";
import { hmac } from "./hmac.ts";

/** Last labels that no public name has (RFC 2606, 6761, 6762, 7686, 8375, 9476) or that private networks use. */
const INWARD_SUFFIXES = new Set(
  `localhost localdomain local internal intranet intra lan home corp private
  test example invalid onion alt arpa
  svc cluster consul docker kubernetes workgroup`.split(/\s+/),
);

/** Public domains whose names resolve to an address written in the name, or to this machine. */
const ADDRESS_DOMAINS =
  `nip.io sslip.io xip.io traefik.me local.gd localtest.me localhost.direct lvh.me
  vcap.me lacolhost.com fuf.me backname.io rbndr.us 1u.ms ip6.name ts.net`.split(/\s+/);

/**
 * Whether a host name can lead into a private network: `printer`, `a.localdomain`, `10.0.0.1.nip.io`. Names with
 * an empty label count too, because resolvers disagree about them.
 * @param name in lower case, as `URL.hostname` has it, without its final dot
 */
function isInwardName(name: string): boolean {
  const labels = name.split(".");
  if (labels.length < 2 || labels.some((label) => label === "")) return true;
  const last = labels.at(-1) ?? "";
  // A numeric last label is a malformed address, never a domain.
  if (INWARD_SUFFIXES.has(last) || /^(\d+|0x[\da-f]*)$/.test(last)) return true;
  return ADDRESS_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`));
}

/** Secret of a webhook, derived from the service's key, so that it need not be kept. */
export const webhookSecret = async (key: string, id: string): Promise<string> =>
  `whsec_${base64url(new Uint8Array(await hmac(`ess-edge webhook ${id}`, key)))}`;

/** The header `ESS-Signature` of a body that is sent at a moment, seconds since 1970. */
export async function signDelivery(body: string, seconds: number, secret: string): Promise<string> {
  return `t=${seconds},v1=${hex(await hmac(`${seconds}.${body}`, secret))}`;
}

const PORTS = ["", "443", "8443"];

/**
 * What is wrong with an address that events are to be sent to; undefined if nothing is. A name may still lead
 * anywhere: that the runtime reaches no private network is the other half.
 */
export function webhookFlaw(text: string, allowsPrivate: boolean): Text | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url && ["http:", "https:"].includes(url.protocol);
  if (!url || !isHttp || (url.protocol !== "https:" && !allowsPrivate)) return NOT_HTTPS;
  if (url.username !== "" || url.password !== "") return CREDENTIALS;
  if (allowsPrivate) return undefined;
  if (!PORTS.includes(url.port)) return WRONG_PORT;
  return isPublicHost(url.hostname.replace(/\.$/, "")) ? undefined : NOT_PUBLIC;
}

const EXAMPLE = "https://example.com/ess-events";
const NOT_HTTPS: Text = {
  ko: `https URL이어야 합니다. 예: ${EXAMPLE}`,
  en: `must be an https URL. Example: ${EXAMPLE}`,
};
const CREDENTIALS: Text = {
  ko: `URL에 사용자 이름이나 비밀번호를 넣을 수 없습니다. 예: ${EXAMPLE}`,
  en: `must not contain a user name or password. Example: ${EXAMPLE}`,
};
const WRONG_PORT: Text = {
  ko: `포트는 443 또는 8443이어야 합니다. 예: ${EXAMPLE}`,
  en: `must use port 443 or 8443. Example: ${EXAMPLE}`,
};
const NOT_PUBLIC: Text = {
  ko: `공개된 호스트여야 합니다. 사설망 주소와 이름은 사용할 수 없습니다. 예: ${EXAMPLE}`,
  en: `must have a public host, not an address or name of a private network. Example: ${EXAMPLE}`,
};

/** @param host of a parsed URL, where every number notation is already dotted or `[…]` */
export function isPublicHost(host: string): boolean {
  if (host.startsWith("[")) return isPublicV6(host.slice(1, -1));
  if (/^\d+(\.\d+){3}$/.test(host)) return isPublicV4(host.split(".").map(Number));
  return !isInwardName(host);
}

/** First address and prefix length of the non-public networks (RFC 6890). */
const SPECIAL_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const;

const numberOf = (parts: readonly number[]): number =>
  parts.reduce((total, part) => total * 256 + part, 0);

const isPublicV4 = (parts: readonly number[]): boolean =>
  SPECIAL_V4.every(([first, length]) => {
    const size = 2 ** (32 - length);
    const network = numberOf(first.split(".").map(Number));
    return Math.floor(numberOf(parts) / size) !== Math.floor(network / size);
  });

/** Global unicast (2000::/3) except Teredo, 6to4, documentation and benchmark networks. */
function isPublicV6(text: string): boolean {
  const [first = 0, second = 0] = text.split(":").map((group) => Number.parseInt(group || "0", 16));
  if (first < 0x2000 || first > 0x3ffe || first === 0x2002) return false;
  return first !== 0x2001 || (second >= 0x200 && second !== 0xdb8);
}
