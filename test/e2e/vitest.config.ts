import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Pictures are taken of the data as they were filled in, before other tests write to them. */
class PicturesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isPages = ({ moduleId }: TestSpecification) => moduleId.endsWith("/pages.test.ts");
    return [...sorted.filter(isPages), ...sorted.filter((file) => !isPages(file))];
  }
}

export default defineConfig({
  test: {
    name: "e2e",
    include: ["test/e2e/**/*.test.ts"],
    globalSetup: "test/e2e/support/global.ts",
    fileParallelism: false, // one browser at a time: some tests measure it
    sequence: { sequencer: PicturesFirst },
    expect: { poll: { timeout: 15_000 } },
    // A shared machine may be late once; a fault fails again, and the report names what was tried twice.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
