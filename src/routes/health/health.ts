import { sql } from "drizzle-orm";
import * as z from "zod";
import { type Env, platformDatabaseUrl, siteDatabaseUrl } from "../../env.ts";
import { limitStranger } from "../../request/rate-limit.ts";
import { route } from "../../request/route.ts";
import { json } from "../../response/answer.ts";
import { sites } from "../../site/registry/registry.ts";
import { connect } from "../../store/sql/client.ts";

/** Of the service: that of package.json, which a worker cannot read. A release changes both, and CHANGELOG.md. */
const VERSION = "0.1.0";

const READY_TIMEOUT_MS = 5_000;

const running = z.object({
  status: z.literal("ok"),
  version: z.string().meta({ description: "Version of the service" }),
  deployment: z.string().nullable().meta({
    description: "Cloudflare version id of the deployment, or null outside Cloudflare",
  }),
});

/** Reads this binding alone: other settings may be invalid while the service runs. */
const deployed = z.object({ CF_VERSION_METADATA: z.object({ id: z.string() }) });

/** `GET /healthz`: the process responds. */
export const health = route({
  method: "get",
  access: "anyone",
  path: "/healthz",
  operationId: "health",
  tags: ["Health"],
  summary: "Check whether the service runs",
  responses: {
    200: {
      description: "The service runs",
      content: { "application/json": { schema: running } },
    },
  },
  isBare: true,
  plan: ({ bindings }) => ({ bindings }),
  answer: ({ bindings }) => {
    const deployment = deployed.safeParse(bindings).data?.CF_VERSION_METADATA.id ?? null;
    return json({ status: "ok", version: VERSION, deployment });
  },
});

const states = z.object({
  status: z.enum(["ready", "unready"]),
  databases: z.record(z.string(), z.enum(["ok", "down", "not configured"])),
});

/** `GET /readyz`: the databases respond. */
export const readiness = route({
  method: "get",
  access: "anyone",
  path: "/readyz",
  operationId: "readiness",
  tags: ["Health"],
  summary: "Check whether every configured database responds",
  responses: {
    200: {
      description: "All databases respond",
      content: { "application/json": { schema: states } },
    },
    503: {
      description: "A database does not respond, or none is configured",
      content: { "application/json": { schema: states } },
    },
  },
  async plan(request) {
    await limitStranger(request); // anyone may call, and each call queries every database
    return { env: request.env };
  },
  async answer({ env }: { env: Env }) {
    const urls = {
      platform: platformDatabaseUrl(env),
      ...Object.fromEntries(sites.map(({ id }) => [`site_${id}`, siteDatabaseUrl(env, id)])),
    };
    const databases = Object.fromEntries(
      await Promise.all(
        Object.entries(urls).map(async ([name, url]) => [
          name,
          await stateOf(url, env.NEON_LOCAL_ENDPOINT),
        ]),
      ),
    );
    const configured = Object.values(databases).filter((state) => state !== "not configured");
    const ready = configured.length > 0 && configured.every((state) => state === "ok");
    return json({ status: ready ? "ready" : "unready", databases }, { status: ready ? 200 : 503 });
  },
});

async function stateOf(
  url: string | undefined,
  localEndpoint: string | undefined,
): Promise<string> {
  if (!url) return "not configured";
  try {
    await connect({ url, localEndpoint, timeoutMs: READY_TIMEOUT_MS })(sql`select 1`);
    return "ok";
  } catch {
    return "down";
  }
}
