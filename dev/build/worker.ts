import { spawn } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

export type Bundle = { file: string; report: string };

/** Bundles the worker exactly as a deployment would, without uploading it. */
export async function buildWorker(folder = join(ROOT, "dist/worker")): Promise<Bundle> {
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const build = spawn(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", folder], {
    cwd: ROOT,
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: "false",
      XDG_CONFIG_HOME: join(folder, "config"),
      WRANGLER_LOG_PATH: join(folder, "logs"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let report = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.on("data", (data: Buffer) => {
      report += data.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => build.once("exit", resolve));
  if (code !== 0) throw new Error(`wrangler could not bundle the worker:\n${report}`);
  return { file: join(folder, "index.js"), report };
}
