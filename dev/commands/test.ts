import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

/** `npm test -- …`: vitest, which starts its own Postgres and runtime. */
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(process.execPath, [vitest, "run", ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: "inherit",
});
process.exitCode = status ?? 1;
