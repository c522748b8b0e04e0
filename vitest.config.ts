import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { SlowestFiles } from "./test/support/slowest-files.ts";
import { SlowestFirst } from "./test/support/slowest-first.ts";

export default defineConfig({
  test: {
    // Service tests wait as often as they compute: one more file than processors.
    maxWorkers: Number(process.env.TEST_WORKERS) || availableParallelism() + 1,
    reporters: process.env.CI ? ["default", new SlowestFiles()] : ["default"],
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        // Pure code: no database, no worker.
        test: {
          name: "pure",
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
            "dev/simulate",
            "dev/build",
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
          include: ["service", "faults", "dev/import", "dev/database"].map(
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
