import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  constantOffset,
  offsetAt,
  offsetText,
  parseDay,
  parseMoment,
  TIME_FORMATS,
  timeText,
  utcText,
  wallToInstant,
  YEARS,
} from "../../src/time/instant.ts";

const SEOUL = "Asia/Seoul";
const BERLIN = "Europe/Berlin";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The moment as UTC text; undefined where there is none. */
const read = (text: string, timeZone = SEOUL): string | undefined => {
  const micros = parseMoment(text, timeZone);
  return micros === undefined ? undefined : utcText(micros);
};

const two = (n: number): string => String(n).padStart(2, "0");
const years = { min: Date.UTC(YEARS.first, 0, 2), max: Date.UTC(YEARS.last, 11, 29) };
const instants = fc.integer(years);
/** Berlin sets its clocks at these instants, forward and back. */
const nearBerlinChanges = fc
  .tuple(
    fc.constantFrom("2022-03-27T01:00Z", "2022-10-30T01:00Z"),
    fc.integer({ min: -3 * HOUR, max: 3 * HOUR }),
  )
  .map(([at, shift]) => Date.parse(at) + shift);

describe("parseMoment", () => {
  it.each([
    ["a day", "2022-05-10", "2022-05-09T15:00:00.000000Z"],
    ["hours and minutes", "2022-05-10T09:30", "2022-05-10T00:30:00.000000Z"],
    ["seconds", "2022-05-10T09:30:05", "2022-05-10T00:30:05.000000Z"],
    ["a space for the T", "2022-05-10 09:30:05", "2022-05-10T00:30:05.000000Z"],
    ["a small t and z", "2022-05-10t09:30:05z", "2022-05-10T09:30:05.000000Z"],
    ["a fraction after a point", "2022-05-10T09:30:05.25", "2022-05-10T00:30:05.250000Z"],
    ["a fraction after a comma", "2022-05-10T09:30:05,25", "2022-05-10T00:30:05.250000Z"],
    ["microseconds", "2022-05-10T09:30:05.000001", "2022-05-10T00:30:05.000001Z"],
    ["nanoseconds, cut off", "2022-05-10T09:30:05.123456789", "2022-05-10T00:30:05.123456Z"],
    ["Z", "2022-05-10T09:30Z", "2022-05-10T09:30:00.000000Z"],
    ["the site's own offset", "2022-05-10T09:30+09:00", "2022-05-10T00:30:00.000000Z"],
    ["an offset without colon", "2022-05-10T09:30+0900", "2022-05-10T00:30:00.000000Z"],
    ["an offset of hours", "2022-05-10T09:30+09", "2022-05-10T00:30:00.000000Z"],
    ["an offset after a space", "2022-05-10 09:30:05 +09:00", "2022-05-10T00:30:05.000000Z"],
    ["an offset west", "2022-05-10T09:30-03:30", "2022-05-10T13:00:00.000000Z"],
    ["a leap day", "2024-02-29", "2024-02-28T15:00:00.000000Z"],
    ["the first year", "1990-01-01", "1989-12-31T15:00:00.000000Z"],
    ["the last second", "2100-12-31T23:59:59", "2100-12-31T14:59:59.000000Z"],
  ])("reads %s", (_, text, utc) => {
    expect(read(text), text).toBe(utc);
  });

  it.each([
    "",
    "today",
    "2022",
    "2022-05",
    "20220510",
    "2022-5-1",
    "2022-05-10T",
    "2022-05-10T09",
    "2022-05-10T9:30",
    "2022-05-10T09:30:",
    "2022-05-10T09:30:05.",
    "2022-05-10Z",
    "2022-05-10+09:00",
    "2022-05-10T09:30+9",
    "2022-05-10T09:30 09:00",
    "2022-05-10T09:30Asia/Seoul",
    " 2022-05-10",
    "2022-05-10\n",
    "1652108400000",
    "２０２２-05-10",
  ])("refuses %j, which is not ISO 8601", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    "2022-02-29",
    "2022-02-30",
    "2022-04-31",
    "2022-00-10",
    "2022-13-01",
    "2022-05-00",
    "2022-05-32",
    "1900-02-28",
    "1989-12-31",
    "2101-01-01",
    "0000-01-01",
    "2022-05-10T24:00",
    "2022-05-10T25:00",
    "2022-05-10T09:60",
    "2022-05-10T09:30:60",
    "2022-05-10T09:30+16:00",
    "2022-05-10T09:30+09:60",
  ])("refuses %s, which no clock shows", (text) => {
    expect(read(text)).toBeUndefined();
  });

  it("takes a time without offset as wall clock of the zone, in winter and in summer", () => {
    expect(read("2022-01-10T12:00", BERLIN)).toBe("2022-01-10T11:00:00.000000Z");
    expect(read("2022-07-10T12:00", BERLIN)).toBe("2022-07-10T10:00:00.000000Z");
    expect(read("2022-07-10T12:00", "Asia/Kathmandu")).toBe("2022-07-10T06:15:00.000000Z");
  });

  it("finds no moment in the hour that summer time skips, but on both sides of it", () => {
    expect(read("2022-03-27T01:59:59.999999", BERLIN)).toBe("2022-03-27T00:59:59.999999Z");
    expect(read("2022-03-27T02:00", BERLIN)).toBeUndefined();
    expect(read("2022-03-27T02:59:59.999999", BERLIN)).toBeUndefined();
    expect(read("2022-03-27T03:00", BERLIN)).toBe("2022-03-27T01:00:00.000000Z");
  });

  it("takes the first of the two where the clocks are set back; an offset names the other", () => {
    expect(read("2022-10-30T02:00", BERLIN)).toBe("2022-10-30T00:00:00.000000Z");
    expect(read("2022-10-30T02:59:59", BERLIN)).toBe("2022-10-30T00:59:59.000000Z");
    expect(read("2022-10-30T03:00", BERLIN)).toBe("2022-10-30T02:00:00.000000Z");
    expect(read("2022-10-30T02:30+01:00", BERLIN)).toBe("2022-10-30T01:30:00.000000Z");
  });

  it("reads back what utcText wrote, to the microsecond", () => {
    const micros = fc
      .tuple(instants, fc.integer({ min: 0, max: 999 }))
      .map(([millis, rest]) => millis * 1000 + rest);
    fc.assert(
      fc.property(micros, fc.constantFrom(SEOUL, BERLIN), (at, zone) => {
        expect(parseMoment(utcText(at), zone), utcText(at)).toBe(at);
      }),
    );
  });

  it("gives the text again, through microseconds and utcText", () => {
    const texts = fc
      .tuple(
        fc.integer({ min: YEARS.first, max: YEARS.last }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 59 }),
        fc.integer({ min: 0, max: 999_999 }),
      )
      .map(
        ([year, month, day, hour, minute, second, micros]) =>
          `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}.${String(micros).padStart(6, "0")}Z`,
      );
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text), text).toBe(text);
      }),
    );
  });

  it("never throws, and gives whole microseconds or nothing", () => {
    const likely = fc.stringMatching(
      /^\d{4}-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(:[0-6]\d)?[+-]\d\d$/,
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), (text) => {
        const micros = parseMoment(text, SEOUL);
        expect(micros === undefined || Number.isSafeInteger(micros), text).toBe(true);
      }),
    );
  });
});

describe("wallToInstant", () => {
  const zones = fc.constantFrom(
    SEOUL,
    BERLIN,
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
  );

  it("undoes offsetAt; of two instants with one wall clock it gives the first", () => {
    fc.assert(
      fc.property(fc.oneof(instants, nearBerlinChanges), zones, (instant, zone) => {
        const wall = instant + offsetAt(instant, zone);
        const back = wallToInstant(wall, zone);
        if (back === instant) return;
        expect(back, `${zone} ${instant}`).toBeLessThan(instant);
        expect((back ?? 0) + offsetAt(back ?? 0, zone), `${zone} ${instant}`).toBe(wall);
      }),
      { numRuns: 500 },
    );
  });

  it("is its exact inverse in a zone without summer time", () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(wallToInstant(instant + offsetAt(instant, SEOUL), SEOUL)).toBe(instant);
      }),
    );
  });
});

describe("offsetAt", () => {
  it("changes with the zone and with the instant, in whatever order they are asked for", () => {
    const [before, after] = [Date.parse("2022-03-27T00:59:59Z"), Date.parse("2022-03-27T01:00Z")];
    expect(offsetAt(before, BERLIN)).toBe(HOUR);
    expect(offsetAt(after, BERLIN)).toBe(2 * HOUR);
    expect(offsetAt(after, SEOUL)).toBe(9 * HOUR);
    expect(offsetAt(after, BERLIN)).toBe(2 * HOUR);
    expect(offsetAt(before, BERLIN)).toBe(HOUR);
    expect(offsetAt(after, "America/St_Johns")).toBe(-2.5 * HOUR);
  });
});

describe("parseDay", () => {
  const day = (text: string, zone = SEOUL) => parseDay(text, zone)?.map(utcText);

  it("gives the day of the zone's wall clock", () => {
    expect(day("2022-05-10")).toEqual([
      "2022-05-09T15:00:00.000000Z",
      "2022-05-10T15:00:00.000000Z",
    ]);
  });

  it("goes over the ends of months, years and Februaries", () => {
    expect(day("2023-12-31")?.[1]).toBe("2023-12-31T15:00:00.000000Z");
    expect(day("2024-02-28")?.[1]).toBe("2024-02-28T15:00:00.000000Z");
    expect(day("2024-02-29")?.[1]).toBe("2024-02-29T15:00:00.000000Z");
  });

  it("gives 23 and 25 hours where the clocks change", () => {
    const hours = (text: string) => {
      const [start = 0, end = 0] = parseDay(text, BERLIN) ?? [];
      return (end - start) / 1000 / HOUR;
    };
    expect([hours("2022-03-27"), hours("2022-10-30"), hours("2022-05-10")]).toEqual([23, 25, 24]);
  });

  it("begins at 01:00 where summer time begins at midnight", () => {
    expect(day("2022-09-11", "America/Santiago")).toEqual([
      "2022-09-11T04:00:00.000000Z",
      "2022-09-12T03:00:00.000000Z",
    ]);
  });

  it.each(["", "2022-05", "2022-5-10", "2022-05-10T00:00", "2022-02-30", "1989-12-31", "today"])(
    "refuses %j",
    (text) => {
      expect(day(text)).toBeUndefined();
    },
  );

  it("gives days that follow each other without gap or overlap", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(SEOUL, BERLIN), (instant, zone) => {
        const text = (at: number) => new Date(at).toISOString().slice(0, 10);
        const [today, tomorrow] = [text(instant), text(instant + DAY)];
        expect(parseDay(today, zone)?.[1], today).toBe(parseDay(tomorrow, zone)?.[0]);
      }),
    );
  });
});

describe("offsetText", () => {
  it.each([
    [9 * HOUR, "+09:00"],
    [0, "+00:00"],
    [-0, "+00:00"],
    [-3.5 * HOUR, "-03:30"],
    [5.75 * HOUR, "+05:45"],
    [14 * HOUR, "+14:00"],
  ])("writes %d ms as %s", (offset, text) => {
    expect(offsetText(offset)).toBe(text);
  });
});

describe("constantOffset", () => {
  const over = (start: string, end: string, zone: string) =>
    constantOffset(Date.parse(start) * 1000, Date.parse(end) * 1000, zone);

  it("gives the offset of a range in which the clocks stay", () => {
    expect(over("2022-01-01T00:00Z", "2023-02-01T00:00Z", SEOUL)).toBe(9 * HOUR);
    expect(over("2022-04-01T00:00Z", "2022-10-01T00:00Z", BERLIN)).toBe(2 * HOUR);
  });

  it("gives none for a range of years: looking at each of its days would cost more than it saves", () => {
    expect(over("2000-01-01T00:00Z", "2030-01-01T00:00Z", SEOUL)).toBeUndefined();
  });

  it("gives none where they change within, be it for half a year and back", () => {
    expect(over("2022-03-01T00:00Z", "2022-04-01T00:00Z", BERLIN)).toBeUndefined();
    expect(over("2022-01-10T00:00Z", "2022-12-10T00:00Z", BERLIN)).toBeUndefined();
    expect(over("2022-03-27T00:30Z", "2022-03-27T01:30Z", BERLIN)).toBeUndefined();
  });

  it("leaves out the end of the range and takes in its start", () => {
    expect(over("2022-03-27T00:00Z", "2022-03-27T01:00Z", BERLIN)).toBe(HOUR);
    expect(over("2022-03-27T01:00Z", "2022-03-27T02:00Z", BERLIN)).toBe(2 * HOUR);
  });

  it("holds at every moment of the range", () => {
    const ranges = fc.tuple(instants, fc.integer({ min: 1, max: 200 * DAY }));
    const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(ranges, share, ([start, length], at) => {
        const offset = constantOffset(start * 1000, (start + length) * 1000, BERLIN);
        if (offset === undefined) return;
        expect(offsetAt(start + Math.floor(at * length), BERLIN), `${start} ${length}`).toBe(
          offset,
        );
      }),
    );
  });
});

describe("utcText", () => {
  it.each([
    [0, "1970-01-01T00:00:00.000000Z"],
    [1, "1970-01-01T00:00:00.000001Z"],
    [-1, "1969-12-31T23:59:59.999999Z"],
    [1_652_108_400_000_010, "2022-05-09T15:00:00.000010Z"],
  ])("writes %d with six digits after the point", (micros, text) => {
    expect(utcText(micros)).toBe(text);
  });
});

describe("a time of an answer", () => {
  const moment = Date.parse("2026-07-01T00:00:00Z") * 1000;
  it.each([
    ["iso", "2026-07-01T09:00:00+09:00", "2026-07-01T02:00:00+02:00"],
    ["local", "2026-07-01T09:00:00", "2026-07-01T02:00:00"],
    ["utc", "2026-07-01T00:00:00Z", "2026-07-01T00:00:00Z"],
    ["unix", moment / 1000, moment / 1000],
  ] as const)("is written as %s", (format, seoul, berlin) => {
    expect(timeText(moment, SEOUL, format)).toBe(seoul);
    expect(timeText(moment, BERLIN, format)).toBe(berlin);
  });

  it("keeps what there is of a second", () => {
    expect(timeText(moment + 250_000, SEOUL, "iso")).toBe("2026-07-01T09:00:00.25+09:00");
    expect(timeText(moment + 250_000, SEOUL, "unix")).toBe(moment / 1000 + 250);
  });

  it("is read as the moment that it was written for", () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(SEOUL, BERLIN), (millis, zone) => {
        for (const format of TIME_FORMATS.filter((name) => name === "iso" || name === "utc")) {
          expect(parseMoment(String(timeText(millis * 1000, zone, format)), zone)).toBe(
            millis * 1000,
          );
        }
      }),
    );
  });
});
