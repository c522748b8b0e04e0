import type { Reporter, TestModule } from "vitest/node";

const MOST = 10;

/** Prints the ten slowest test files, so that CI shows where its minutes go. */
export class SlowestFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const timed = modules.map((module) => {
      const { setupDuration, collectDuration, duration } = module.diagnostic();
      return { name: module.relativeModuleId, ms: setupDuration + collectDuration + duration };
    });
    const slowest = timed.toSorted((a, b) => b.ms - a.ms).slice(0, MOST);
    const lines = slowest.map(({ name, ms }) => `${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
    console.log(`\nSlowest test files\n${lines.join("\n")}\n`);
  }
}
