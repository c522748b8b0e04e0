import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

/** `npm run deploy -- …`: wrangler deploy with the pinned wrangler and a Node that it accepts. */
const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
const { status } = spawnSync(process.execPath, [wrangler, "deploy", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
