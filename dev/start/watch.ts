import { watch } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

/** As wrangler.toml watches them. */
const FOLDERS = ["src", "docs", "web"];
const QUIET_MS = 200;

/** Calls `onChange` after a change of the code, one call at a time. */
export function watchCode(onChange: () => Promise<void>): { stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isStale = false;
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    while (isStale) {
      isStale = false;
      await onChange();
    }
    isRunning = false;
  };
  const watchers = FOLDERS.map((folder) =>
    watch(join(ROOT, folder), { recursive: true }, () => {
      isStale = true;
      clearTimeout(timer);
      timer = setTimeout(run, QUIET_MS);
    }),
  );
  return {
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
