import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ROOT } from "../settings.ts";

/** `npm run test:e2e -- …`: the web in a real Chromium, before a Postgres and a worker of its own. */
const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
const { status } = spawnSync(
  process.execPath,
  [vitest, "run", "--config", "test/e2e/vitest.config.ts", ...process.argv.slice(2)],
  { cwd: ROOT, stdio: "inherit" },
);
process.exitCode = status ?? 1;
