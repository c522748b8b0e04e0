import { BaseSequencer, type TestSequencerConstructor, type TestSpecification } from "vitest/node";

/**
 * Begins with the files that take long (paths below `test/`, without `.test.ts`), in this order: begun last, one of
 * them would run alone at the end. The rest stays as vitest sorts it.
 */
export function longestFirst(names: readonly string[]): TestSequencerConstructor {
  return class extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      const rank = ({ moduleId }: TestSpecification): number => {
        const place = names.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
        return place < 0 ? names.length : place;
      };
      return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
    }
  };
}
