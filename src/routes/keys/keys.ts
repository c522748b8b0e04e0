import type { Context } from "hono";
import type { AppEnv } from "../../context.ts";
import { newKey } from "../../domain/access/key.ts";
import { coversSites } from "../../domain/access/scopes.ts";
import { type App, addOperation } from "../../request/contract.ts";
import { check, noQuery, refuse, refuseQuery } from "../../request/input.ts";
import { readJsonBody } from "../../request/json-body.ts";
import { auditAction } from "../../response/audit.ts";
import { platformDatabase } from "../../response/database.ts";
import { Problem } from "../../response/problem.ts";
import { askKey, askKeys, insertKey, revokeKey } from "../../store/access/keys.ts";
import {
  createdSchema,
  describeKey,
  keyPath,
  keyRequest,
  keySchema,
  keysSchema,
} from "./schema.ts";

const KEYS = "/api/ess/keys/";
const ONE = "/api/ess/keys/{lookup}/";
const KEY_EXAMPLE = { name: "Battery lab", scopes: ["raw:read"], sites: [2] };

/** `/api/ess/keys/`: who may ask for what. A key's text is shown once, when it is made. */
export function addKeys(app: App): void {
  addOperation(
    app,
    {
      access: "admin",
      tags: ["Access"],
      method: "get",
      path: KEYS,
      operationId: "listKeys",
      summary: "All API keys, without their text",
      request: { query: noQuery },
      responses: {
        200: {
          description: "Newest first",
          content: { "application/json": { schema: keysSchema } },
        },
      },
    },
    list,
  );
  addOperation(
    app,
    {
      access: "admin",
      tags: ["Access"],
      method: "post",
      path: KEYS,
      operationId: "createKey",
      summary: "Makes an API key",
      request: {
        body: {
          content: { "application/json": { schema: keyRequest, example: KEY_EXAMPLE } },
          required: true,
        },
      },
      responses: {
        201: {
          description: "The key; its text is shown this once",
          content: { "application/json": { schema: createdSchema } },
        },
      },
    },
    create,
  );
  addOperation(
    app,
    {
      access: "admin",
      tags: ["Access"],
      method: "delete",
      path: ONE,
      operationId: "revokeKey",
      summary: "Revokes an API key, with effect within 30 seconds",
      request: { params: keyPath, query: noQuery },
      responses: {
        200: {
          description: "The key, revoked now or before",
          content: { "application/json": { schema: keySchema } },
        },
      },
    },
    revoke,
  );
}

/** Who may see only some sites sees only the keys for these. */
async function list(c: Context<AppEnv>): Promise<Response> {
  refuseQuery(c);
  const keys = await askKeys(platformDatabase(c));
  const seen = keys.filter(({ sites }) => coversSites(c.get("caller"), sites));
  return c.json({ keys: seen.map(describeKey) });
}

async function create(c: Context<AppEnv>): Promise<Response> {
  refuseQuery(c);
  const { name, scopes, sites, expires_at } = await readJsonBody(c, keyRequest);
  const caller = c.get("caller");
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
  const { text, lookup, sha256 } = await newKey();
  await auditAction(c, { action: `create key ${lookup}` });
  const made = await insertKey(platformDatabase(c), {
    lookup,
    sha256,
    name,
    scopes,
    sites,
    expiresAt: expires_at,
    createdBy: caller.key,
  });
  return c.json({ key: text, ...describeKey(made) }, 201);
}

async function revoke(c: Context<AppEnv>): Promise<Response> {
  refuseQuery(c);
  const { value: path, faults } = check("path", keyPath, c.req.param());
  if (!path) refuse(faults);
  const { lookup } = path;
  const ask = platformDatabase(c);
  const known = await askKey(ask, lookup);
  if (!known || !coversSites(c.get("caller"), known.sites)) {
    throw new Problem("unknown_key", {
      ko: "그런 API 키는 없습니다. 키의 ess_ 다음 8자로 찾습니다",
      en: "There is no such API key; it is named by the 8 letters after ess_",
    });
  }
  await auditAction(c, { action: `revoke key ${lookup}` });
  const revoked = await revokeKey(ask, lookup);
  return c.json(describeKey(revoked ?? known));
}
