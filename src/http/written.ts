import type { Context } from "hono";
import type { Site } from "../sites/site.ts";
import type { AppEnv } from "./app-env.ts";
import { edgeCache } from "./cache/edge.ts";

/** For so long a replica may be behind, and is it known in this data centre who has written. */
const KNOWN_SECONDS = 60;

type Note = { write: string; until: number };

/** What this isolate has met of the last writes of keys to sites. */
const met = new Map<string, Note>();

/**
 * Notes that who asks has written to a site: wherever in this data centre the next request ends up, it reads from the
 * primary for a while, and trusts nothing that was remembered before.
 */
export async function noteWritten(c: Context<AppEnv>, site: Site): Promise<void> {
  const write = crypto.randomUUID();
  meet(c, site, write);
  const note = new Response(write, { headers: { "cache-control": `max-age=${KNOWN_SECONDS}` } });
  await edgeCache()
    ?.put(noteOf(c, site), note)
    .catch(() => {});
}

/** Whether who asks has written to a site a short while ago. */
export async function hasJustWritten(c: Context<AppEnv>, site: Site): Promise<boolean> {
  if (!mayWrite(c)) return false;
  const here = met.get(writerOf(c, site));
  return (here && here.until > Date.now()) || (await noted(c, site)) !== undefined;
}

/** Whether the key that asks has written to a site in another isolate since this one was asked by it last. */
export async function hasWrittenElsewhere(c: Context<AppEnv>, site: Site): Promise<boolean> {
  if (c.get("caller").key === undefined || !mayWrite(c)) return false;
  const write = await noted(c, site);
  if (write === undefined || met.get(writerOf(c, site))?.write === write) return false;
  meet(c, site, write);
  return true;
}

function meet(c: Context<AppEnv>, site: Site, write: string): void {
  const now = Date.now();
  for (const [writer, { until }] of met) if (until < now) met.delete(writer);
  met.set(writerOf(c, site), { write, until: now + KNOWN_SECONDS * 1000 });
}

async function noted(c: Context<AppEnv>, site: Site): Promise<string | undefined> {
  const read = async () => (await edgeCache()?.match(noteOf(c, site)))?.text();
  return read().catch(() => undefined);
}

const mayWrite = (c: Context<AppEnv>): boolean =>
  c.get("caller").scopes.has("ingest") || c.get("caller").scopes.has("admin");

/** Where no key is needed everyone is one. */
const writerOf = (c: Context<AppEnv>, site: Site): string =>
  `${c.get("caller").key ?? "anyone"}/${site.id}`;

const noteOf = (c: Context<AppEnv>, site: Site): string =>
  `https://written.ess-edge.invalid/${writerOf(c, site)}`;
