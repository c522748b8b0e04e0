import { newKey } from "../../domain/access/key.ts";
import { coversSites } from "../../domain/access/scopes.ts";
import { route } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { Problem } from "../../response/problem.ts";
import { askKey, askKeys, insertKey, revokeKey as markRevoked } from "../../store/access/keys.ts";
import { createdSchema, describeKey, keyRequest, keySchema, keysSchema } from "./schema.ts";

const KEYS = "/api/ess/keys/";
const KEY_EXAMPLE = { name: "Battery lab", scopes: ["raw:read"], sites: [2] };

/** `GET /api/ess/keys/`: all keys. A caller limited to some sites sees only the keys of these sites. */
export const listKeys = route({
  access: "admin",
  tags: ["Access"],
  method: "get",
  path: KEYS,
  operationId: "listKeys",
  summary: "List all API keys, without their secrets",
  responses: {
    200: {
      description: "The keys, newest first",
      content: { "application/json": { schema: keysSchema } },
    },
  },
  reads: "platform",
  plan: ({ caller }) => ({ caller }),
  async answer({ caller }, ask) {
    const keys = await askKeys(ask);
    const seen = keys.filter(({ sites }) => coversSites(caller, sites));
    return json({ keys: seen.map(describeKey) });
  },
});

/** `POST /api/ess/keys/`: creates a key. The response is the only one with its secret. */
export const createKey = route({
  access: "admin",
  tags: ["Access"],
  method: "post",
  path: KEYS,
  operationId: "createKey",
  summary: "Create an API key",
  responses: {
    201: {
      description: "The key with its secret, which is shown only once",
      content: { "application/json": { schema: createdSchema } },
    },
  },
  body: { schema: keyRequest, example: KEY_EXAMPLE },
  reads: "platform",
  plan({ body, caller }) {
    const { sites, expires_at } = body;
    if (!coversSites(caller, sites)) {
      throw new Problem("forbidden", {
        ko: `이 키로는 다음 사이트의 키만 만들 수 있습니다: ${caller.sites?.join(", ")}`,
        en: `This key can only make keys for the sites ${caller.sites?.join(", ")}; name them in "sites"`,
      });
    }
    if (
      caller.expiresAt !== undefined &&
      (expires_at ?? Number.POSITIVE_INFINITY) > caller.expiresAt
    ) {
      const last = new Date(caller.expiresAt).toISOString();
      throw new Problem("forbidden", {
        ko: `이 키로는 ${last}까지 유효한 키만 만들 수 있습니다: "expires_at"`,
        en: `This key can only make keys that end with it, by ${last}; name that in "expires_at"`,
      });
    }
    return { asked: body, createdBy: caller.key };
  },
  async answer({ asked: { name, scopes, sites, expires_at }, createdBy }, ask, { audit }) {
    const { text, lookup, sha256 } = await newKey();
    await audit.action({ action: `create key ${lookup}` });
    const made = await insertKey(ask, {
      lookup,
      sha256,
      name,
      scopes,
      sites,
      expiresAt: expires_at,
      createdBy,
    });
    return json({ key: text, ...describeKey(made) }, { status: 201 });
  },
});

/** `DELETE /api/ess/keys/{lookup}/`: revokes a key. */
export const revokeKey = route({
  access: "admin",
  tags: ["Access"],
  method: "delete",
  path: "/api/ess/keys/{lookup}/",
  operationId: "revokeKey",
  summary: "Revoke an API key",
  description: "The key stops working within 30 seconds.",
  responses: {
    200: {
      description: "The revoked key. Revoking it again changes nothing",
      content: { "application/json": { schema: keySchema } },
    },
  },
  reads: "platform",
  plan: ({ key: lookup, caller }) => ({ lookup, caller }),
  async answer({ lookup, caller }, ask, { audit }) {
    const known = await askKey(ask, lookup);
    if (!known || !coversSites(caller, known.sites)) {
      throw new Problem("unknown_key", {
        ko: "그런 API 키는 없습니다. 키의 ess_ 다음 8자로 찾습니다",
        en: "There is no such API key; it is named by the 8 letters after ess_",
      });
    }
    await audit.action({ action: `revoke key ${lookup}` });
    return json(describeKey((await markRevoked(ask, lookup)) ?? known));
  },
});
