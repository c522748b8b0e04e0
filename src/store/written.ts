import QuickLRU from "quick-lru";
import { edgeCache } from "./edge.ts";

/** How long a replica may lag, and how long a data centre remembers who has written. */
const KNOWN_SECONDS = 60;

/** The last writes to sites that this isolate knows of, by writer. */
const known = new QuickLRU<string, string>({ maxSize: 5_000, maxAge: KNOWN_SECONDS * 1000 });

/** Who writes to a site: a key, or everyone where no key is needed. */
export type Writer = { key: string | undefined; site: number };

/**
 * Notes that a caller has written to a site. For a while the caller's next requests, in whichever isolate of this
 * data centre, read from the primary and trust no remembered version.
 */
export async function noteWritten(writer: Writer): Promise<void> {
  const write = crypto.randomUUID();
  known.set(nameOf(writer), write);
  const note = new Response(write, { headers: { "cache-control": `max-age=${KNOWN_SECONDS}` } });
  await edgeCache()
    ?.put(addressOf(writer), note)
    .catch(() => {});
}

/** Whether the caller has written to the site a short while ago. */
export async function hasJustWritten(writer: Writer): Promise<boolean> {
  return known.has(nameOf(writer)) || (await noted(writer)) !== undefined;
}

/** Whether the caller has written to the site in another isolate since this one last looked. */
export async function hasWrittenElsewhere(writer: Writer): Promise<boolean> {
  const write = await noted(writer);
  if (write === undefined || known.get(nameOf(writer)) === write) return false;
  known.set(nameOf(writer), write);
  return true;
}

async function noted(writer: Writer): Promise<string | undefined> {
  const read = async () => (await edgeCache()?.match(addressOf(writer)))?.text();
  return read().catch(() => undefined);
}

const nameOf = ({ key, site }: Writer): string => `${key ?? "anyone"}/${site}`;

const addressOf = (writer: Writer): string => `https://written.ess-edge.invalid/${nameOf(writer)}`;
