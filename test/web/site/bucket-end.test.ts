import { expect, test } from "vitest";
import { bucketEnd } from "../../../web/pages/site/overview/bucket-end";

const at = (text: string) => Date.parse(text) / 1000;

test.each([
  ["2026-01-01T00:00:00+09:00", "1 month", "Asia/Seoul", "2026-02-01T00:00:00+09:00"],
  ["2026-02-01T00:00:00+09:00", "1 month", "Asia/Seoul", "2026-03-01T00:00:00+09:00"],
  ["2026-03-29T00:00:00+01:00", "1 day", "Europe/Berlin", "2026-03-30T00:00:00+02:00"],
  ["2026-01-05T09:00:00+09:00", "5 minutes", "Asia/Seoul", "2026-01-05T09:05:00+09:00"],
  ["2026-01-05T09:00:00+09:00", undefined, "Asia/Seoul", "2026-01-05T09:00:01+09:00"],
])("a bucket of %s of %s in %s ends at %s", (time, width, zone, end) => {
  expect(bucketEnd(at(time), width, zone)).toBe(at(end));
});
