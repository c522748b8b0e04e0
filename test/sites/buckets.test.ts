import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alignmentOf, bucketCount, bucketEdges, widthFor } from "../../src/time/buckets.ts";
import { offsetAt } from "../../src/time/instant.ts";
import { parseWidth, type Width, widthText } from "../../src/time/interval.ts";

const at = (text: string) => Date.parse(text) * 1000;
const text = (edges: readonly number[]) =>
  edges.map((edge) => new Date(edge / 1000).toISOString().replace(":00.000Z", "Z"));
const width = (written: string): Width => parseWidth(written) ?? { months: 0 };

describe("edges of buckets", () => {
  test("begin on Monday 2000-01-03 00:00 of the zone", () => {
    expect(
      text(
        bucketEdges(
          at("2000-01-05T00:00Z"),
          at("2000-01-12T00:00Z"),
          width("1 week"),
          "Asia/Seoul",
        ),
      ),
    ).toEqual(["2000-01-02T15:00Z", "2000-01-09T15:00Z", "2000-01-16T15:00Z"]);
    expect(
      text(
        bucketEdges(
          at("2022-05-10T00:00Z"),
          at("2022-05-10T02:00Z"),
          width("90 min"),
          "Asia/Seoul",
        ),
      ),
    ).toEqual(["2022-05-10T00:00Z", "2022-05-10T01:30Z", "2022-05-10T03:00Z"]);
  });

  test("of days are the midnights of the clock where it changes; of hours they are not twice", () => {
    const days = bucketEdges(
      at("2022-03-26T12:00Z"),
      at("2022-03-28T12:00Z"),
      width("1 day"),
      "Europe/Berlin",
    );
    expect(text(days)).toEqual([
      "2022-03-25T23:00Z",
      "2022-03-26T23:00Z",
      "2022-03-27T22:00Z",
      "2022-03-28T22:00Z",
    ]);
    const hours = bucketEdges(
      at("2022-10-30T00:00Z"),
      at("2022-10-30T03:00Z"),
      width("1 hour"),
      "Europe/Berlin",
    );
    expect(text(hours)).toEqual([
      "2022-10-30T00:00Z",
      "2022-10-30T01:00Z",
      "2022-10-30T02:00Z",
      "2022-10-30T03:00Z",
    ]);
    const sixes = bucketEdges(
      at("2022-10-29T22:00Z"),
      at("2022-10-30T12:00Z"),
      width("6 hours"),
      "Europe/Berlin",
    );
    expect(text(sixes)).toEqual([
      "2022-10-29T22:00Z",
      "2022-10-30T05:00Z",
      "2022-10-30T11:00Z",
      "2022-10-30T17:00Z",
    ]);
  });

  test("of a day whose midnight the clock skips is the first moment after it", () => {
    const edges = bucketEdges(
      at("2022-03-26T12:00Z"),
      at("2022-03-27T12:00Z"),
      width("1 day"),
      "Asia/Beirut",
    );
    expect(text(edges)).toEqual(["2022-03-25T22:00Z", "2022-03-26T22:00Z", "2022-03-27T21:00Z"]);
  });

  test("of months and years are those of the calendar, several counted from January 2000", () => {
    const edges = (written: string) =>
      text(
        bucketEdges(at("2021-12-15T00:00Z"), at("2022-02-15T00:00Z"), width(written), "Asia/Seoul"),
      );
    expect(edges("1 month")).toEqual([
      "2021-11-30T15:00Z",
      "2021-12-31T15:00Z",
      "2022-01-31T15:00Z",
      "2022-02-28T15:00Z",
    ]);
    expect(edges("5 months")).toEqual([
      "2021-08-31T15:00Z",
      "2022-01-31T15:00Z",
      "2022-06-30T15:00Z",
    ]);
    expect(edges("1 year")).toEqual([
      "2020-12-31T15:00Z",
      "2021-12-31T15:00Z",
      "2022-12-31T15:00Z",
    ]);
  });

  test("always cover the range, without a bucket outside it, each after the other", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at("2019-01-01") / 1e6, max: at("2026-01-01") / 1e6 }),
        fc.integer({ min: 1, max: 200 * 86_400 }),
        fc.constantFrom(
          "47 s",
          "90 min",
          "1 hour",
          "5 hours",
          "1 day",
          "3 days",
          "1 week",
          "1 month",
          "7 months",
          "2 years",
        ),
        fc.constantFrom(
          "Asia/Seoul",
          "Europe/Berlin",
          "Asia/Kolkata",
          "America/St_Johns",
          "Africa/Casablanca",
          "UTC",
        ),
        (start, length, written, zone) => {
          const [from, to] = [start * 1e6, (start + length) * 1e6];
          fc.pre(bucketCount(from, to, width(written)) < 20_000);
          const edges = bucketEdges(from, to, width(written), zone);
          expect(edges[0]).toBeLessThanOrEqual(from);
          expect(edges[1]).toBeGreaterThan(from);
          expect(edges.at(-1)).toBeGreaterThanOrEqual(to);
          expect(edges.at(-2)).toBeLessThan(to);
          expect(edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("tell which rollups can serve them", () => {
    const of = (written: string, zone: string, site = "Asia/Seoul") =>
      alignmentOf(
        bucketEdges(at("2022-05-10T00:00Z"), at("2022-05-12T00:00Z"), width(written), zone),
        site,
      );
    expect(of("1 day", "Asia/Seoul")).toBe("day");
    expect(of("1 month", "Asia/Seoul")).toBe("day");
    expect(of("1 day", "UTC")).toBe("hour");
    expect(of("6 hours", "Asia/Seoul")).toBe("hour");
    expect(of("1 hour", "Asia/Kolkata")).toBe("minute");
    expect(of("1 hour", "Asia/Kolkata", "Asia/Kolkata")).toBe("hour");
    expect(of("90 min", "Asia/Seoul")).toBe("minute");
    expect(of("45 s", "Asia/Seoul")).toBe("row");
  });
});

test.each([
  [10, 1, "1 year"],
  [3600, 3600, "1 second"],
  [3600, 60, "1 minute"],
  [86_400, 24, "1 hour"],
  [3600, 500, "10 seconds"],
  [86_400, 500, "5 minutes"],
  [365 * 86_400, 500, "1 day"],
  [365 * 86_400, 100, "1 week"],
])(
  "%d seconds in at most %d buckets: the usual width next above, such as %s",
  (seconds, most, expected) => {
    const start = at("2022-05-10T00:00Z");
    const found = widthFor(start, start + seconds * 1e6, most, "Asia/Seoul");
    if (most > 1) expect(widthText(found)).toBe(expected);
    expect(
      bucketEdges(start, start + seconds * 1e6, found, "Asia/Seoul").length - 1,
    ).toBeLessThanOrEqual(most);
  },
);

test("every site's clock changes by whole hours, as rollups of days need", async () => {
  const { sites } = await import("../../src/site/registry/registry.ts");
  for (const { timeZone } of sites) {
    const offsets = Array.from({ length: 730 }, (_, day) =>
      offsetAt(at("2025-01-01") / 1000 + day * 86_400_000, timeZone),
    );
    expect(offsets.every((offset) => (offset - (offsets[0] ?? 0)) % 3_600_000 === 0)).toBe(true);
  }
});
