import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DATA, ROOT } from "../settings.ts";

export const HOST = "127.0.0.1";

export type Wrangler = {
  ended: Promise<void>;
  /** Whether it answers, once that is known. */
  isReady: Promise<boolean>;
  stop: () => Promise<void>;
};

/** The worker and its static assets, as `wrangler dev` runs them: what `npm start` serves and a browser sees. */
export function startWrangler(
  port: number,
  variables: Record<string, string>,
  folder = DATA,
): Wrangler {
  // Secrets go in a file of the user's own, not on the command line, which every process can read.
  const file = join(folder, "worker.env");
  mkdirSync(folder, { recursive: true });
  const text = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, text.join(""), { mode: 0o600 });
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  // biome-ignore format: one flag a line reads worse
  const flags = ["dev", "--ip", HOST, "--port", String(port), "--env-file", file, "--log-level", "warn", "--show-interactive-dev-session=false"];
  const child = spawn(process.execPath, [wrangler, ...flags], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      // wrangler wants a folder to write in, which a home is not always.
      XDG_CONFIG_HOME: join(folder, "config"),
      WRANGLER_LOG_PATH: join(folder, "logs"),
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_HIDE_BANNER: "true",
      CLOUDFLARE_CF_FETCH_ENABLED: "false",
    },
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    ended,
    isReady: untilReady(`http://${HOST}:${port}/readyz`, ended),
    stop: async () => {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}

async function untilReady(url: string, ended: Promise<void>): Promise<boolean> {
  let over = false;
  ended.then(() => {
    over = true;
  });
  for (let tries = 0; tries < 600 && !over; tries++) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}
