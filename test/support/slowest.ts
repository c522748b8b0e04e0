import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

const COUNT = 10;

type Timed = { file: string; milliseconds: number };

/** The ten slowest test files, slowest first, one line each. */
export function slowestFiles(files: readonly Timed[], count = COUNT): string[] {
  return [...files]
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, count)
    .map(({ file, milliseconds }) => `${(milliseconds / 1000).toFixed(1).padStart(7)} s  ${file}`);
}

/** Prints the ten slowest test files at the end of a run. */
export class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const files = modules.map((module) => {
      const { duration, setupDuration, collectDuration } = module.diagnostic();
      return {
        file: relative(module.project.vitest.config.root, module.moduleId),
        milliseconds: duration + setupDuration + collectDuration,
      };
    });
    console.log(["\nSlowest test files", ...slowestFiles(files), ""].join("\n"));
  }
}

/** The reporters of every test command: in CI they also name the slowest files. */
export const reporters = (): (string | Reporter)[] =>
  process.env.CI ? ["default", new SlowestFiles()] : ["default"];
