import { spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../database/postgres.ts";
import { compatibility } from "../settings.ts";

export type Runtime = {
  url: string;
  /** Of each isolate; `url` is the first. */
  urls: string[];
  pid: number;
  log: () => string;
  stop: () => Promise<void>;
};

/** What a request brings from Cloudflare's network (`request.cf`), as JSON: it tells the region in tests. */
export const CF_HEADER = "ess-edge-cf";

/**
 * Runs a bundled worker in workerd itself, without the proxy that `wrangler dev` puts before it: what
 * benchmarks measure and what tests need that watch a connection break. Several isolates share a cache, as those
 * of a data centre do.
 */
export async function startRuntime(
  bundle: string,
  bindings: Record<string, string>,
  isolates = 1,
): Promise<Runtime> {
  const folder = mkdtempSync(join(tmpdir(), "ess-edge-workerd-"));
  const ports = await Promise.all(Array.from({ length: isolates }, freePort));
  writeFileSync(join(folder, "index.js"), readFileSync(bundle));
  copyFileSync(join(import.meta.dirname, "edge-cache.js"), join(folder, "edge-cache.js"));
  writeFileSync(join(folder, "config.capnp"), configText(ports, bindings));
  const runtime = spawn(workerdBinary(), ["serve", join(folder, "config.capnp")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  const keep = (data: Buffer) => {
    log = (log + data.toString()).slice(-100_000);
  };
  runtime.stdout.on("data", keep);
  runtime.stderr.on("data", keep);
  const ended = new Promise<void>((resolve) => runtime.once("exit", () => resolve()));
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  for (const url of urls) {
    await untilAnswering(
      `${url}/healthz`,
      () => runtime.exitCode !== null,
      () => log,
    );
  }
  return {
    url: urls[0] as string,
    urls,
    pid: runtime.pid as number,
    log: () => log,
    stop: async () => {
      runtime.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswering(url: string, dead: () => boolean, log: () => string): Promise<void> {
  for (let tries = 0; tries < 400 && !dead(); tries++) {
    try {
      await fetch(url);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  throw new Error(`workerd did not start:\n${log()}`);
}

function configText(ports: readonly number[], bindings: Record<string, string>): string {
  const { date, flags } = compatibility();
  const list = Object.entries(bindings)
    .map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`)
    .join(", ");
  const main = ports.map(
    (_, i) => `(name = "main${i}", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = "${date}",
      compatibilityFlags = [${flags}],
      bindings = [${list}],
      cacheApiOutbound = "edge-cache",
    )),`,
  );
  const sockets = ports.map(
    (port, i) =>
      `(name = "http${i}", address = "127.0.0.1:${port}", http = (cfBlobHeader = "${CF_HEADER}"), service = "main${i}"),`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    ${main.join("\n    ")}
    (name = "edge-cache", worker = (
      modules = [(name = "edge-cache.js", esModule = embed "edge-cache.js")],
      compatibilityDate = "${date}",
    )),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [${sockets.join(" ")}],
);
`;
}

/** The platform's own binary: the package's launcher would hide its process id. */
function workerdBinary(): string {
  const require = createRequire(import.meta.url);
  const cpu = process.arch === "x64" ? "64" : process.arch;
  const wrangler = createRequire(require.resolve("wrangler/package.json"));
  const workerd = createRequire(wrangler.resolve("workerd/package.json"));
  return workerd.resolve(`@cloudflare/workerd-${process.platform}-${cpu}/bin/workerd`);
}
