import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, wranglerEnvironment } from "../settings.ts";

/** `sources`: every file, of ours and of packages, that it is made of. */
export type Bundle = { file: string; report: string; sources: string[] };

/** Bundles the worker exactly as a deployment would, without uploading it. */
export async function buildWorker(
  folder = join(ROOT, "dist/worker"),
  environment?: string,
  signal?: AbortSignal,
): Promise<Bundle> {
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const meta = join(folder, "bundle-meta.json");
  // biome-ignore format: one flag a line reads worse
  const flags = ["--dry-run", "--outdir", folder, `--metafile=${meta}`, ...wranglerEnvironment(environment)];
  const build = spawn(process.execPath, [wrangler, "deploy", ...flags], {
    cwd: ROOT,
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: "false",
      XDG_CONFIG_HOME: join(folder, "config"),
      WRANGLER_LOG_PATH: join(folder, "logs"),
    },
    stdio: ["ignore", "pipe", "pipe"],
    detached: signal !== undefined, // a group of its own can be ended as a whole
  });
  const end = () => build.pid && process.kill(-build.pid, "SIGKILL");
  signal?.addEventListener("abort", end, { once: true });
  let report = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.on("data", (data: Buffer) => {
      report += data.toString();
    });
  }
  const code = await new Promise<number | null>((resolve) => build.once("exit", resolve));
  signal?.removeEventListener("abort", end);
  if (code !== 0) throw new Error(`wrangler could not bundle the worker:\n${report}`);
  const { outputs }: Metafile = JSON.parse(readFileSync(meta, "utf8"));
  const sources = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return { file: join(folder, "index.js"), report, sources };
}

/** What esbuild tells of a bundle: of each output the inputs that something is left of. */
type Metafile = { outputs: Record<string, { inputs: Record<string, unknown> }> };
