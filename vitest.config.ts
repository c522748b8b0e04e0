import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
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
            "dev/record",
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
          // A shared machine may be late once; a fault fails again, and the report names what was tried twice.
          retry: process.env.CI ? 1 : 0,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
