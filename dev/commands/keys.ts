import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { lookupShape, newKey } from "../../src/domain/access/key.ts";
import { SCOPES } from "../../src/domain/access/scopes.ts";
import type { Wrong } from "../../src/request/parameter.ts";
import { describeKey, keyRequest } from "../../src/routes/keys/schema.ts";
import { insertAudit } from "../../src/store/access/audit.ts";
import { askKeys, insertKey, revokeKey } from "../../src/store/access/keys.ts";
import type { Ask } from "../../src/store/sql/client.ts";
import { askVia } from "../database/ask.ts";
import { withClient } from "../database/migrate.ts";
import { openPlatformTarget } from "../import/target.ts";
import { main, UsageError } from "../terminal.ts";

const USAGE = `Usage: npm run keys -- create --name "Battery lab" --scopes raw:read,di:read [--sites 1,2] [--expires 2030-01-01]
       npm run keys -- list
       npm run keys -- revoke LOOKUP
Scopes: ${SCOPES.join(", ")}. Without --sites a key is for all sites, without --expires it does not expire.
Works on the local platform database, or where PLATFORM_DATABASE_URL or DATABASE_URL point.`;

await main(async () => {
  const { values, positionals } = parseArgs({
    options: {
      name: { type: "string" },
      scopes: { type: "string" },
      sites: { type: "string" },
      expires: { type: "string" },
    },
    allowPositionals: true,
  });
  const [action, lookup, ...more] = positionals;
  const work = { create: () => create(values), list: () => list, revoke: () => revoke(lookup) };
  if (!action || !Object.hasOwn(work, action)) throw new UsageError(USAGE);
  const surplus = action === "revoke" ? more : positionals.slice(1);
  if (surplus.length > 0) throw new UsageError(`One thing at a time, please.\n${USAGE}`);
  const run = work[action as keyof typeof work]();
  const target = await openPlatformTarget();
  try {
    await withClient(target.url, (client) => run(askVia(client)));
  } finally {
    await target.close();
  }
});

type Run = (ask: Ask) => Promise<void>;

/** The audit's entry of what was done here. */
function writeDown(ask: Ask, action: string): Promise<void> {
  const id = randomUUID();
  const entry = { id, requestId: id, byLink: false, action, route: "npm run keys" };
  return insertAudit(ask, entry, { outcome: "complete" });
}

function create(given: {
  name?: string | undefined;
  scopes?: string | undefined;
  sites?: string | undefined;
  expires?: string | undefined;
}): Run {
  const { data, error } = keyRequest.safeParse({
    name: given.name,
    scopes: given.scopes?.split(",").map((word) => word.trim()),
    sites: given.sites?.split(",").map(Number),
    expires_at: given.expires,
  });
  if (!data) {
    const lines = error.issues.map((issue) => {
      const { detail } = (issue as unknown as { params: Wrong }).params;
      return `--${String(issue.path[0]).replace("_at", "")} ${detail.en}`;
    });
    throw new UsageError(`${lines.join("\n")}\n${USAGE}`);
  }
  return async (ask) => {
    const { text, lookup, sha256 } = await newKey();
    const { name, scopes, sites, expires_at: expiresAt } = data;
    await writeDown(ask, `create key ${lookup}`);
    await insertKey(ask, { lookup, sha256, name, scopes, sites, expiresAt });
    console.log(text);
    console.error("This is the key's text; it is not kept and cannot be shown again.");
  };
}

async function list(ask: Ask): Promise<void> {
  const keys = (await askKeys(ask)).map(describeKey);
  if (keys.length === 0) console.log("There are no keys yet.");
  for (const key of keys) {
    const state = key.revoked_at
      ? `revoked ${key.revoked_at}`
      : key.expires_at
        ? `expires ${key.expires_at}`
        : "does not expire";
    const where = key.sites ? `sites ${key.sites.join(",")}` : "all sites";
    console.log(`${key.lookup}  ${key.name}  ${key.scopes.join(",")}  ${where}  ${state}`);
  }
}

function revoke(lookup: string | undefined): Run {
  // Not repeated: it may be a whole key.
  if (!lookup || !lookupShape.test(lookup)) {
    throw new UsageError(`Which key? The 8 letters after ess_\n${USAGE}`);
  }
  return async (ask) => {
    const key = await revokeKey(ask, lookup);
    if (!key) throw new UsageError(`There is no key ${lookup}; see npm run keys -- list`);
    await writeDown(ask, `revoke key ${lookup}`);
    console.log(`${key.lookup} (${key.name}) is refused from now on, everywhere within 30 s.`);
  };
}
