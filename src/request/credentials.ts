import { lookupOf } from "../domain/access/key.ts";

/** A key as a request gives it: not at all, as something that cannot be a key, or by its text. */
export type Credentials = undefined | "malformed" | { text: string; lookup: string };

/** Reads `Authorization: Bearer …` or `X-API-Key: …`; a key in an address would end up in logs and histories. */
export function readCredentials(headers: Headers): Credentials {
  const authorization = headers.get("authorization");
  const given =
    authorization === null
      ? headers.get("x-api-key")
      : (/^bearer +(\S+)$/i.exec(authorization)?.[1] ?? "");
  if (given === null) return undefined;
  const lookup = lookupOf(given);
  return lookup === undefined ? "malformed" : { text: given, lookup };
}
