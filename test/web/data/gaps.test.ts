import { describe, expect, test } from "vitest";
import { fieldsOf, found, groupOf } from "../../../web/pages/data/fields/columns";
import { wayOf } from "../../../web/pages/data/gaps/ask-way";
import { knownUntil, ofBuckets, ofGaps } from "../../../web/pages/data/gaps/spans";
import { ticksOf } from "../../../web/pages/data/gaps/ticks";
import { firstRows, withFields } from "../../../web/pages/data/preview/sample";

const HOUR = 3600;
const at = (text: string) => Date.parse(`${text}+09:00`) / 1000;
const wall = (seconds: number) => new Date((seconds + 9 * HOUR) * 1000).toISOString().slice(5, 16);

describe("a time line", () => {
  test("of exact gaps has a lane for each source, and the share that is there", () => {
    const answer = {
      sources: [
        { bank_id: 1, rack_id: 1, rows: 90, gaps: 1, missing: 10 },
        { bank_id: 1, rack_id: 2, rows: 100, gaps: 0, missing: 0 },
        { bank_id: 2, rack_id: 1, rows: 0, gaps: 1, missing: null },
      ],
      gaps: [
        { bank_id: 1, rack_id: 1, start: 10_000, end: 20_000, missing: 10 },
        { bank_id: 2, rack_id: 1, start: 0, end: 100_000, missing: null },
      ],
      count: 2,
      complete: true,
    };
    const { lanes, gaps, width } = ofGaps(answer, { from: 0, to: 100 });
    expect([gaps, width]).toEqual([2, undefined]);
    expect(lanes).toEqual([
      { bank: 1, rack: 1, share: 0.9, spans: [{ from: 10, to: 20, share: 0, missing: 10 }] },
      { bank: 1, rack: 2, share: 1, spans: [] },
      { bank: 2, rack: 1, share: 0, spans: [{ from: 0, to: 100, share: 0, missing: undefined }] },
    ]);
  });

  test("of an answer that was cut is not known after its last gap, where a source has more", () => {
    const answer = {
      sources: [
        { bank_id: 1, rows: 90, gaps: 2, missing: 20 },
        { bank_id: 2, rows: 90, gaps: 1, missing: 20 },
        { bank_id: 3, rows: 90, gaps: 7, missing: 20 },
      ],
      gaps: [
        { bank_id: 1, start: 10_000, end: 30_000, missing: 10 },
        { bank_id: 2, start: 20_000, end: 25_000, missing: 20 },
      ],
      count: 10,
      complete: false,
    };
    const line = ofGaps(answer, { from: 0, to: 100 });
    expect(line.lanes.map(({ unknownFrom }) => unknownFrom)).toEqual([30, undefined, 20]);
    expect(knownUntil(line)).toBe(20);
    expect(knownUntil(ofGaps({ ...answer, complete: true }, { from: 0, to: 100 }))).toBeUndefined();
  });

  test("of buckets joins neighbours that are alike, and ends where the range does", () => {
    const bucket = (second: number, coverage: number) => ({
      time: second * 1000,
      count: coverage * 10,
      coverage,
    });
    const buckets = [
      bucket(-5, 1),
      bucket(10, 0),
      bucket(20, 0),
      bucket(30, 0.5),
      bucket(40, 0.52),
      bucket(50, 0.998),
      bucket(60, 0),
    ];
    const { share, spans } = ofBuckets({ bank: 1 }, buckets, { from: 0, to: 65 });
    expect(spans).toEqual([
      { from: 10, to: 30, share: 0 },
      { from: 30, to: 50, share: 0.51 },
      { from: 60, to: 65, share: 0 },
    ]);
    expect(share).toBeCloseTo((10 + 5 + 5.2 + 9.98) / 65, 6);
  });

  test("of buckets without a row is one gap", () => {
    const buckets = [0, 10].map((second) => ({ time: second * 1000, count: 0, coverage: null }));
    expect(ofBuckets({}, buckets, { from: 0, to: 20 })).toEqual({
      share: 0,
      spans: [{ from: 0, to: 20, share: 0 }],
    });
  });
});

describe("gaps", () => {
  const week = { from: 0, to: 7 * 86_400 };
  const all = { readRaw: true, readAnalytics: true };

  test("are searched row by row in a week, counted in more", () => {
    expect(wayOf(week, 100_000, all)).toBe("rows");
    expect(wayOf({ from: 0, to: week.to + 1 }, 100_000, all)).toBe("buckets");
    expect(wayOf(week, 10_000_000, all)).toBe("buckets");
  });

  test("are told as the caller may know them", () => {
    expect(wayOf(week, 10_000_000, { readRaw: true, readAnalytics: false })).toBe("rows");
    expect(wayOf({ from: 0, to: 8 * 86_400 }, 1, { readRaw: true, readAnalytics: false })).toBe(
      undefined,
    );
    expect(wayOf(week, 1, { readRaw: false, readAnalytics: true })).toBe("buckets");
    expect(wayOf(week, 1, { readRaw: false, readAnalytics: false })).toBeUndefined();
  });
});

describe("ticks", () => {
  test("stand at round times of the site's wall clock", () => {
    const day = { from: at("2026-01-05T01:23:45"), to: at("2026-01-06T01:23:45") };
    const { step, at: moments } = ticksOf(day, "Asia/Seoul", 8);
    expect(step).toBe(3 * HOUR);
    expect(moments.map(wall)).toEqual([
      "01-05T03:00",
      "01-05T06:00",
      "01-05T09:00",
      "01-05T12:00",
      "01-05T15:00",
      "01-05T18:00",
      "01-05T21:00",
      "01-06T00:00",
    ]);
  });

  test.for([2, 60, 4000, 86_400, 5_000_000, 200_000_000])(
    "are never more than there is room for, in %d seconds",
    (seconds) => {
      const from = at("2026-01-05T01:23:45");
      for (const most of [1, 3, 8]) {
        const { at: moments } = ticksOf({ from, to: from + seconds }, "Asia/Seoul", most);
        expect(moments.length).toBeLessThanOrEqual(most + 1);
      }
    },
  );
});

describe("the first rows", () => {
  test("of several banks stand as in the file: by time, then by bank and rack", () => {
    const row = (timestamp: string, bank_id: number, rack_id = 1) => ({
      timestamp,
      bank_id,
      rack_id,
    });
    const [a, b, c, d] = [
      row("2026-01-05T00:00:00+09:00", 1, 2),
      row("2026-01-05T00:00:00+09:00", 1, 10),
      row("2026-01-05T00:00:00+09:00", 2),
      row("2026-01-05T00:00:01+09:00", 1),
    ] as const;
    expect(firstRows([[a, b, d], [c]], 3)).toEqual([a, b, c]);
  });

  test("have the chosen fields in their order", () => {
    expect(Object.entries(withFields({ c: 1, a: 2, b: 3 }, ["a", "c"]))).toEqual([
      ["a", 2],
      ["c", 1],
    ]);
  });
});

describe("fields", () => {
  const text = (en: string) => ({ ko: `${en} 설명`, en });
  const catalog = [
    { name: "timestamp", type: "timestamptz", unit: null, description: text("Time") },
    { name: "bank_soc", type: "double precision", unit: "%", description: text("State of charge") },
    { name: "max_temp", type: "double precision", unit: "degC", description: text("Highest") },
    { name: "fault", type: "integer", unit: null, description: text("Fault flag") },
  ];
  const fields = fieldsOf(["timestamp", "bank_soc", "max_temp", "fault", "bk_1a2b"], catalog);

  test("are grouped by what they are", () => {
    expect(fields.map(groupOf)).toEqual(["keys", "measures", "measures", "states", "hidden"]);
  });

  test.for([
    ["SOC", ["bank_soc"]],
    ["charge state", ["bank_soc"]],
    ["설명", ["timestamp", "bank_soc", "max_temp", "fault"]],
    ["bk_", ["bk_1a2b"]],
    ["°C", ["max_temp"]],
    ["", ["timestamp", "bank_soc", "max_temp", "fault", "bk_1a2b"]],
    ["soc fault", []],
  ] as const)("are found by '%s'", ([search, names]) => {
    expect(found(fields, search).map(({ name }) => name)).toEqual(names);
  });
});
