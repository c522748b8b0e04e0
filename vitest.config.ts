import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { longestFirst } from "./test/support/longest-first.ts";
import { reporters } from "./test/support/slowest.ts";

const LONGEST = [
  "service/real-day",
  "faults/ingesting",
  "faults/reading",
  "service/access/matrix",
  "service/fuzz",
  "service/document-fuzz",
  "service/readings-body",
  "service/forecast-live",
  "service/forecast-day-ahead",
  "service/forecasts",
  "service/forecast-training",
  "service/forecast-models",
  "service/indicators-rollups",
  "service/streaming",
];

export default defineConfig({
  test: {
    // Service tests wait as often as they compute: one more file than processors.
    maxWorkers: Number(process.env.TEST_WORKERS) || availableParallelism() + 1,
    reporters: reporters(),
    sequence: { sequencer: longestFirst(LONGEST) },
    projects: [
      {
        // Pure code: no database, no worker.
        test: {
          name: "pure",
          // Modules are loaded once per process: a test puts back what it has changed in them or in globals.
          isolate: false,
          include: [
            "access",
            "sites",
            "formats",
            "deid",
            "indicators",
            "events",
            "forecast",
            "jobs",
            "db",
            "http",
            "structure",
            "dev/simulate",
            "dev/build",
            "dev/record",
            "dev/commands",
            "web",
            "docs",
          ].map((folder) => `test/${folder}/**/*.test.ts`),
          testTimeout: 60_000,
        },
      },
      {
        // The bundled worker in workerd, before a Postgres of its own.
        test: {
          name: "service",
          include: ["service", "faults", "dev/import", "dev/database", "dev/start"].map(
            (folder) => `test/${folder}/**/*.test.ts`,
          ),
          globalSetup: "test/support/global.ts",
          setupFiles: "test/support/own-world.ts",
          // A shared machine may be late once; a fault fails again, and the report names what was tried twice.
          retry: process.env.CI ? 1 : 0,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
