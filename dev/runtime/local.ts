import { copyFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { unstable_getMiniflareWorkerOptions as optionsOf } from "wrangler";
import { buildWorker } from "../build/worker.ts";
import { ROOT } from "../settings.ts";

export const HOST = "127.0.0.1";

/** How often wrangler.toml starts the worker's `scheduled`. */
const MINUTE = 60_000;

export type LocalWorker = {
  /** Resolves when nothing answers on the port any more. */
  ended: Promise<void>;
  /** Builds and loads the code again; keeps the old one where the new one does not build. */
  reload: () => Promise<void>;
  /** Runs the worker's `scheduled` each minute from now on. */
  startClock: () => void;
  stop: () => Promise<void>;
};

type Options = {
  port: number;
  /** Environment variables of the worker. */
  bindings: Record<string, string>;
  /** Where the bundle is written. */
  folder: string;
  /** A build of `buildLocal` in `folder`, if it was begun before. */
  build?: Promise<string>;
};

/** Bundles the worker and builds its assets; the file to run. */
export async function buildLocal(folder: string, signal?: AbortSignal): Promise<string> {
  await buildWorker(folder, undefined, signal);
  copyFileSync(join(import.meta.dirname, "local-entry.js"), join(folder, "local-entry.js"));
  return join(folder, "local-entry.js");
}

/** Bindings of wrangler.toml that are no variables: they cannot come from the environment. */
export function platformBindings(): string[] {
  const { workerOptions } = optionsOf(join(ROOT, "wrangler.toml"));
  const { ratelimits, versionMetadata } = workerOptions as {
    ratelimits?: object;
    versionMetadata?: string;
  };
  return [...Object.keys(ratelimits ?? {}), ...(versionMetadata ? [versionMetadata] : [])];
}

/**
 * Runs the worker and its assets as wrangler.toml describes them, in workerd. Requests reach workerd's own socket
 * rather than Miniflare's, which believes an `MF-Original-URL` that anybody sends.
 */
export async function startLocal({ port, bindings, folder, build }: Options): Promise<LocalWorker> {
  const { workerOptions } = optionsOf(join(ROOT, "wrangler.toml"));
  const { modulesRules, ...described } = workerOptions;
  const options = (file: string) =>
    convertV4MiniflareOptions({
      ...described,
      name: "ess-edge",
      modules: [
        { type: "ESModule", path: file },
        { type: "ESModule", path: join(folder, "index.js") },
      ],
      modulesRoot: folder,
      bindings,
      host: HOST,
      unsafeDirectSockets: [{ host: HOST, port }],
      cf: false,
    });
  const file = await (build ?? buildLocal(folder));
  const runtime = withoutSignals(() => new Miniflare(options(file)));
  await runtime.ready;
  const stopped = new AbortController();
  return {
    ended: untilGone(port, stopped.signal),
    reload: async () => runtime.setOptions(options(await buildLocal(folder, stopped.signal))),
    startClock: () => void tick(runtime, stopped.signal),
    stop: async () => {
      stopped.abort();
      await runtime.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Miniflare ends the whole process at a signal, before anything else could be ended in order. */
function withoutSignals<T>(make: () => T): T {
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const before = new Map(names.map((name) => [name, process.listeners(name)]));
  const made = make();
  for (const name of names) {
    for (const listener of process.listeners(name)) {
      if (!before.get(name)?.includes(listener)) process.off(name, listener);
    }
  }
  return made;
}

async function untilGone(port: number, signal: AbortSignal): Promise<void> {
  for (let failures = 0; failures < 3 && !signal.aborted; ) {
    await sleep(2000, undefined, { ref: false });
    failures = (await accepts(port)) ? 0 : failures + 1;
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST, () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** One run at a time, as a run may take longer than a minute. */
async function tick(runtime: Miniflare, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const wait = sleep(MINUTE, undefined, { signal, ref: false });
    try {
      await wait;
      const worker = await runtime.getWorker();
      await worker.scheduled({ cron: "* * * * *" });
    } catch (error) {
      if (!signal.aborted) console.error(`The scheduled jobs failed: ${error}`);
    }
  }
}
