import { expect, it } from "vitest";
import { BatchBuilder } from "../../src/ingest/batch.ts";
import { findSite } from "../../src/site/registry/registry.ts";

const site = findSite(2);
if (!site) throw new Error("site 2 is not defined");

const NOW = Date.UTC(2026, 0, 1);

/** A batch of rows of `etc`, one at each time. */
function batchOf(times: readonly string[]) {
  const builder = new BatchBuilder(
    { site: site as NonNullable<typeof site>, component: "etc" },
    NOW,
  );
  builder.header(["TIMESTAMP"]);
  times.forEach((time, i) => {
    builder.row(i + 2, [time]);
  });
  return builder.result();
}

const month = (i: number) =>
  `${2010 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-10T00:00`;

it("names one moment of each month of the site's wall clock", () => {
  const minutes = Array.from({ length: 3000 }, (_, i) => new Date(Date.UTC(2022, 0, 31, 0, i)));
  const { rows, moments } = batchOf(minutes.map((minute) => minute.toISOString()));
  expect(rows).toBe(3000);
  // In Korea February begins at 15:00 UTC.
  expect(moments).toEqual(["2022-01-31T00:00Z", "2022-01-31T15:00Z"]);
});

it("takes 120 months, and rejects rows of further ones by their line", () => {
  const { rows, rejected, rejections, moments } = batchOf(
    Array.from({ length: 125 }, (_, i) => month(i)),
  );
  expect([rows, rejected, moments.length]).toEqual([120, 5, 120]);
  expect(rejections[0]).toMatchObject({ line: 122, field: "TIMESTAMP" });
});

it("takes rows of months that are there already after the last one that fits", () => {
  const times = Array.from({ length: 121 }, (_, i) => month(i));
  const { rows, rejected } = batchOf([...times, month(3), month(119)]);
  expect([rows, rejected]).toEqual([122, 1]);
});

it("rejects rows of a clock that is more than five minutes ahead, or before 2010 in the site's zone", () => {
  const at = (millis: number) => new Date(millis).toISOString();
  const times = [
    NOW + 300_000,
    NOW + 300_001,
    Date.UTC(2009, 11, 31, 15),
    Date.UTC(2009, 11, 31, 15) - 1,
  ];
  const { rows, rejections } = batchOf([...times.map(at), "2099-01-01T00:00:00Z"]);
  expect(rows).toBe(2);
  expect(rejections.map(({ line, code }) => [line, code])).toEqual([
    [3, "in_the_future"],
    [5, "before_site"],
    [6, "in_the_future"],
  ]);
});
