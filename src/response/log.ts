import type { Context } from "hono";
import type { AppEnv } from "./context.ts";

/**
 * Writes one line per request after the response was sent. It holds the pattern of the address, not the
 * address, and of a key the part by which it is found.
 */
export async function logRequest(c: Context<AppEnv>, startedAt: number): Promise<void> {
  const write = () => {
    const caller = c.get("caller");
    const { rows, bytes, outcome } = c.get("tally");
    console.log(
      JSON.stringify({
        level: "info",
        request_id: c.get("requestId"),
        method: c.req.raw.method,
        route: c.get("route") ?? null,
        status: c.res.status,
        duration_ms: Date.now() - startedAt,
        key: caller?.key ?? null,
        via: caller?.via ?? null,
        rows,
        bytes,
        outcome,
      }),
    );
  };
  const ending = c.get("ending");
  if (ending) return c.executionCtx.waitUntil(ending.then(write));
  await weigh(c);
  write();
}

/** Notes the size of an answer that is not streamed: it is whole already, or known. */
async function weigh(c: Context<AppEnv>): Promise<void> {
  if (c.get("tally").bytes !== undefined) return;
  const body = await c.res.arrayBuffer();
  c.get("tally").bytes = c.req.raw.method === "HEAD" ? 0 : body.byteLength;
  c.res = new Response(c.res.body && body, c.res);
}
