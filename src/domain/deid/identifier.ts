import type { Column, Component, Place } from "../../site/site.ts";
import { hex, utf8 } from "../access/bytes.ts";
import type { Policy } from "./policy.ts";

type Keyed = Extract<Policy, { mode: "keyed" }>;

/** Hexadecimal digits of an identifier after its prefix. */
export const DIGITS: Record<Policy["mode"], number> = { plain: 8, keyed: 16 };

/** What an identifier begins with, by component. */
export const PREFIXES: Record<Component, string> = {
  bank: "bk_",
  rack: "rk_",
  pcs: "ps_",
  etc: "ec_",
};

/** The name by which a sensitive column goes out: `bk_98f5385f` in plain mode, of 16 digits with a key. */
export async function identifierOf(
  { name }: Column,
  place: Place,
  policy: Policy,
): Promise<string> {
  const digest =
    policy.mode === "plain"
      ? hex(await crypto.subtle.digest("SHA-256", utf8(name)))
      : await sign(policy, place, name);
  return PREFIXES[place.component] + digest.slice(0, DIGITS[policy.mode]);
}

/** The key by which the names inside a column's objects are replaced; tells nothing of the policy's key. */
export const innerKeyOf = ({ name }: Column, place: Place, policy: Keyed): Promise<string> =>
  sign(policy, place, name, "inner");

/** JSON as the input leaves no two lists of names alike, whatever characters a version holds. */
async function sign(
  { key, version }: Keyed,
  { site, component }: Place,
  ...names: string[]
): Promise<string> {
  const input = JSON.stringify([version, site.id, component, ...names]);
  return hex(await crypto.subtle.sign("HMAC", key, utf8(input)));
}
