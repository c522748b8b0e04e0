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
        ko: `이 키로는 자신의 사이트에 대한 키만 만들 수 있습니다. "sites"에 다음 중에서 지정하세요: ${caller.sites?.join(", ")}`,
        en: `This key can create keys only for its own sites. Set "sites" to some of: ${caller.sites?.join(", ")}`,
      });
    }
    if (
      caller.expiresAt !== undefined &&
      (expires_at ?? Number.POSITIVE_INFINITY) > caller.expiresAt
    ) {
      const last = new Date(caller.expiresAt).toISOString();
      throw new Problem("forbidden", {
        ko: `이 키로는 자신보다 늦게 만료되는 키를 만들 수 없습니다. "expires_at"을 다음 시각 이전으로 지정하세요: ${last}`,
        en: `This key cannot create keys that expire after it. Set "expires_at" to ${last} or earlier`,
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
        ko: "이 조회 ID를 가진 API 키가 없습니다. 키에서 ess_ 다음의 8자를 사용하세요",
        en: "No API key has this lookup part. Use the 8 letters after ess_ in the key",
      });
    }
    await audit.action({ action: `revoke key ${lookup}` });
    return json(describeKey((await markRevoked(ask, lookup)) ?? known));
  },
});
