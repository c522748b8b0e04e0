import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../database/postgres.ts";
import { compatibility } from "../settings.ts";

export type Runtime = { url: string; pid: number; log: () => string; stop: () => Promise<void> };

/**
 * Runs a bundled worker in workerd itself, without the proxy that `wrangler dev` puts before it: what
 * benchmarks measure and what tests need that watch a connection break.
 */
export async function startRuntime(
  bundle: string,
  bindings: Record<string, string>,
): Promise<Runtime> {
  const folder = mkdtempSync(join(tmpdir(), "ess-edge-workerd-"));
  const port = await freePort();
  writeFileSync(join(folder, "index.js"), readFileSync(bundle));
  writeFileSync(join(folder, "config.capnp"), configText(port, bindings));
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
  const url = `http://127.0.0.1:${port}`;
  await untilAnswering(
    `${url}/healthz`,
    () => runtime.exitCode !== null,
    () => log,
  );
  return {
    url,
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

function configText(port: number, bindings: Record<string, string>): string {
  const { date, flags } = compatibility();
  const list = Object.entries(bindings)
    .map(([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`)
    .join(", ");
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "index.js", esModule = embed "index.js")],
      compatibilityDate = "${date}",
      compatibilityFlags = [${flags}],
      bindings = [${list}],
    )),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
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
