import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../../dev/settings.ts";
import { slowestFiles } from "../../support/slowest.ts";

test("the ten slowest files are listed, slowest first", () => {
  const files = Array.from({ length: 12 }, (_, i) => ({ file: `${i}`, milliseconds: 1000 * i }));
  const lines = slowestFiles(files);
  expect(lines).toHaveLength(10);
  expect(lines[0]).toMatch(/^ +11\.0 s {2}11$/);
  expect(lines[9]).toMatch(/^ +2\.0 s {2}2$/);
});

test("npm test -- FILE runs that file alone, and names it among the slowest in CI", () => {
  const file = "test/docs/deployment.test.ts";
  const { stdout, status } = spawnSync(
    process.execPath,
    [join(ROOT, "dev/commands/test.ts"), file],
    { cwd: ROOT, encoding: "utf8", env: { ...process.env, CI: "true", NO_COLOR: "1" } },
  );
  expect(status, stdout).toBe(0);
  expect(stdout).toMatch(/Test Files +1 passed \(1\)/);
  expect(stdout).toMatch(new RegExp(`Slowest test files\\n +[\\d.]+ s {2}${file}\\n`));
});
