import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take long, the longest first: begun last, one of them would run alone at the end. */
const SLOW = [
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

/** Long files first; the rest as vitest sorts them. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = SLOW.findIndex((name) => moduleId.endsWith(`test/${name}.test.ts`));
      return place < 0 ? SLOW.length : place;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
