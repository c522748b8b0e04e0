import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT, wranglerEnvironment } from "../settings.ts";

/** `npm run deploy -- …`: wrangler deploy with the pinned wrangler and a Node that it accepts. */
const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const args = process.argv.slice(2);
const isNamed = args.some((arg) => /^(-e|--env)(=|$)/.test(arg));
const { status } = spawnSync(
  process.execPath,
  [wrangler, "deploy", ...args, ...(isNamed ? [] : wranglerEnvironment())],
  { cwd: ROOT, stdio: "inherit" },
);
process.exitCode = status ?? 1;
