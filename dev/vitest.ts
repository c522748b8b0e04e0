import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./settings.ts";

export const E2E_CONFIG = "test/e2e/vitest.config.ts";

/** Arguments of one call of vitest. */
type Call = string[];

/**
 * The calls of vitest that `mode` and its arguments ask for. Files below test/e2e have a configuration of their own:
 * naming one runs it with that configuration, beside or instead of the main one. Flags go to every call.
 *
 * @example vitestCalls("run", ["test/e2e/site.test.ts"]) // [["run", "--config", E2E_CONFIG, "test/e2e/site.test.ts"]]
 */
export function vitestCalls(mode: "run" | "watch", args: readonly string[]): Call[] {
  const paths = globSync("test/**/*.test.{ts,tsx}", { cwd: ROOT }).map((path) => join(ROOT, path));
  const e2e = paths.filter((path) => path.startsWith(join(ROOT, "test/e2e/")));
  const others = paths.filter((path) => !e2e.includes(path));
  const isIn = (set: string[], file: string) => set.some((path) => path.includes(file));
  const files = args.filter(isFile);
  const main = files.filter((file) => isIn(others, file) || !isIn(e2e, file));
  const browser = files.filter((file) => isIn(e2e, file));
  const rest = (own: string[]) => args.filter((arg) => !isFile(arg) || own.includes(arg));
  const calls: Call[] = [];
  if (main.length > 0 || browser.length === 0) calls.push([mode, ...rest(main)]);
  if (browser.length > 0) calls.push([mode, "--config", E2E_CONFIG, ...rest(browser)]);
  return calls;
}

/** A path or a file name; a value of a flag, such as `service` in `--project service`, is neither. */
const isFile = (arg: string): boolean =>
  !arg.startsWith("-") && (arg.includes("/") || /\.tsx?$/.test(arg));

/** Runs the calls one after the other; this process ends with the first status that is not 0. */
export function runVitest(calls: readonly Call[]): void {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  for (const call of calls) {
    const { status } = spawnSync(process.execPath, [vitest, ...call], {
      cwd: ROOT,
      stdio: "inherit",
    });
    process.exitCode ||= status ?? 1;
  }
}
