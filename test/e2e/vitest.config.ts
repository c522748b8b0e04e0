import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { longestFirst } from "../support/longest-first.ts";
import { reporters } from "../support/slowest.ts";

/** What measures the browser runs after everything else, one file at a time: nothing may disturb it. */
const MEASURED = ["test/e2e/speed.test.ts"];

const LONGEST = ["shift", "pages", "explanations", "data-download", "events", "keys"];

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
    sequence: { sequencer: longestFirst(LONGEST.map((name) => `e2e/${name}`)) },
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
