import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { reporters } from "../support/slowest.ts";

/** What measures the browser runs after everything else, one file at a time: nothing may disturb it. */
const MEASURED = ["test/e2e/speed.test.ts"];

/** Files that take long begin first, so that no worker is left alone with one at the end. */
const LONGEST = ["shift", "pages", "explanations", "data-download", "events", "keys"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

const common = {
  expect: { poll: { timeout: 15_000 } },
  // A shared machine may be late once; a fault fails again, and the report names what was tried twice.
  retry: process.env.CI ? 1 : 0,
  testTimeout: 120_000,
  hookTimeout: 180_000,
} satisfies TestProjectInlineConfiguration["test"];

export default defineConfig({
  test: {
    globalSetup: "test/e2e/support/global.ts",
    reporters: reporters(),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...common,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          exclude: MEASURED,
          // Pages wait more than they compute: a third keeps two cores busy.
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...common,
          name: "e2e-measured",
          include: MEASURED,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
