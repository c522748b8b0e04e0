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
export function isInwardName(name: string): boolean {
  const labels = name.split(".");
  if (labels.length < 2 || labels.some((label) => label === "")) return true;
  const last = labels.at(-1) ?? "";
  // A numeric last label is a malformed address, never a domain.
  if (INWARD_SUFFIXES.has(last) || /^(\d+|0x[\da-f]*)$/.test(last)) return true;
  return ADDRESS_DOMAINS.some((domain) => name === domain || name.endsWith(`.${domain}`));
}
