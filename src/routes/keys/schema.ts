import * as z from "zod";
import { SCOPES, type Scope } from "../../domain/access/scopes.ts";
import { member, wrong } from "../../request/parameter.ts";
import { sites } from "../../site/registry/registry.ts";
import type { KeyListing } from "../../store/access/keys.ts";
import { parseMoment } from "../../time/instant.ts";

const MOST_NAME = 100;
/** Characters that would break a line, a terminal or the text direction of a list of names. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A new key. Without `sites` it reaches all sites, without `expires_at` it does not expire. */
export const keyRequest = z.strictObject({
  name: member(
    {
      description: "Owner or purpose of the key",
      example: "Battery lab",
      schema: { type: "string", minLength: 1, maxLength: MOST_NAME },
    },
    (raw) => {
      const text = typeof raw === "string" ? raw.trim() : "";
      if (text.length >= 1 && text.length <= MOST_NAME && !UNSEEN.test(text)) {
        return { value: text };
      }
      return wrong(
        "not_a_name",
        `제어 문자 없이 1자에서 ${MOST_NAME}자 사이의 문자열이어야 합니다. 예: "Battery lab"`,
        `must be a text of 1 to ${MOST_NAME} characters without control characters. Example: "Battery lab"`,
      );
    },
  ),
  scopes: member(
    {
      description: "Scopes of the key",
      example: ["raw:read", "analytics:read"],
      schema: { type: "array", items: { type: "string", enum: SCOPES }, minItems: 1 },
    },
    (raw) => {
      const words = Array.isArray(raw) ? raw : [];
      const scopes = SCOPES.filter((scope) => words.includes(scope));
      const isWhole = words.every((word) => SCOPES.some((scope) => scope === word));
      if (isWhole && scopes.length > 0) return { value: scopes as Scope[] };
      return wrong(
        "not_scopes",
        `다음으로 이루어진 배열이어야 합니다: ${SCOPES.join(", ")}. 예: ["raw:read"]`,
        `must be an array of ${SCOPES.join(", ")}. Example: ["raw:read"]`,
        SCOPES,
      );
    },
  ),
  sites: member(
    {
      description: "Sites that the key may access. Default: all sites",
      example: [2],
      schema: { type: "array", items: { type: "integer" }, minItems: 1 },
    },
    (raw) => {
      if (raw === undefined || raw === null) return { value: undefined };
      const ids = sites.map(({ id }) => id);
      const given = Array.isArray(raw) ? ids.filter((id) => raw.includes(id)) : [];
      const isWhole = Array.isArray(raw) && raw.every((id) => ids.includes(id));
      if (isWhole && given.length > 0) return { value: given };
      return wrong(
        "not_sites",
        `다음으로 이루어진 배열이어야 합니다: ${ids.join(", ")}. 예: [${ids[0]}]`,
        `must be an array of ${ids.join(", ")}. Example: [${ids[0]}]`,
        ids.map(String),
      );
    },
  ),
  expires_at: member(
    {
      description: "Expiry, in ISO 8601 with an offset. Default: the key does not expire",
      example: "2030-01-01T00:00:00Z",
      schema: { type: "string", format: "date-time" },
    },
    (raw) => {
      if (raw === undefined || raw === null) return { value: undefined };
      const micros = typeof raw === "string" ? parseMoment(raw, "UTC") : undefined;
      if (micros !== undefined && micros / 1000 > Date.now()) return { value: micros / 1000 };
      return wrong(
        "not_a_future_time",
        "ISO 8601 형식의 미래 시각이어야 합니다. 예: 2030-01-01T00:00:00Z",
        "must be a future time in ISO 8601. Example: 2030-01-01T00:00:00Z",
      );
    },
  ),
});

const time = z.string().nullable().meta({ format: "date-time" });

export const keySchema = z
  .object({
    lookup: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    sites: z
      .array(z.int())
      .nullable()
      .meta({ description: "Sites that the key may access, or null for all sites" }),
    created_at: time,
    expires_at: time,
    revoked_at: time,
  })
  .meta({ id: "ApiKey" });

export const keysSchema = z.object({ keys: z.array(keySchema) });

export const createdSchema = keySchema
  .extend({ key: z.string().meta({ description: "The complete key, shown only once" }) })
  .meta({ id: "CreatedApiKey" });

/** A stored key without its hash. */
export function describeKey(key: KeyListing): z.input<typeof keySchema> {
  const text = (millis: number | undefined) =>
    millis === undefined ? null : new Date(millis).toISOString();
  return {
    lookup: key.lookup,
    name: key.name,
    scopes: [...key.scopes],
    sites: key.sites ? [...key.sites] : null,
    created_at: text(key.createdAt),
    expires_at: text(key.expiresAt),
    revoked_at: text(key.revokedAt),
  };
}
