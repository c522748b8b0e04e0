import { describe, expect, it } from "vitest";
import { dayOf, daysBefore, daysIn, daysUpTo } from "../../src/time/days.ts";
import { parseDay, parseMoment, timeText } from "../../src/time/instant.ts";

const SEOUL = "Asia/Seoul";
const BERLIN = "Europe/Berlin";
const at = (text: string, zone = SEOUL) => parseMoment(text, zone) ?? Number.NaN;
const dates = (days: readonly { start: number }[], zone = SEOUL) =>
  days.map(({ start }) => String(timeText(start, zone, "local")).slice(0, 10));

describe("the days of a zone", () => {
  it("hold the moments from midnight to midnight of its clocks", () => {
    const [start, end] = parseDay("2026-01-05", SEOUL) ?? [];
    for (const moment of ["2026-01-05T00:00", "2026-01-05T08:59", "2026-01-05T23:59:59.999999"]) {
      expect(dayOf(at(moment), SEOUL), moment).toEqual({ start, end });
    }
    expect(dayOf(at("2100-12-31T23:00") + 86_400_000_000, SEOUL)).toBeUndefined();
  });

  it("in a range are those that begin in it, as many as are wanted", () => {
    const range = { start: at("2026-01-05T00:00"), end: at("2026-01-08T00:00") };
    expect(dates(daysIn(range, SEOUL, 9))).toEqual(["2026-01-05", "2026-01-06", "2026-01-07"]);
    expect(dates(daysIn({ ...range, start: range.start + 1 }, SEOUL, 9))).toEqual([
      "2026-01-06",
      "2026-01-07",
    ]);
    expect(dates(daysIn({ ...range, end: range.end + 1 }, SEOUL, 9))).toHaveLength(4);
    expect(dates(daysIn(range, SEOUL, 2))).toHaveLength(2);
    expect(daysIn({ start: range.end, end: range.start }, SEOUL, 9)).toEqual([]);
  });

  it("up to a day go back over a month's end and a change of clocks", () => {
    const day = dayOf(at("2026-03-30T12:00", BERLIN), BERLIN) ?? { start: 0, end: 0 };
    const days = daysUpTo(day, 30, BERLIN);
    expect(dates(days, BERLIN).slice(0, 3)).toEqual(["2026-03-30", "2026-03-29", "2026-03-28"]);
    expect(dates(days, BERLIN).at(-1)).toBe("2026-03-01");
    days.slice(1).forEach((before, i) => {
      expect(before.end).toBe(days[i]?.start);
    });
    const first = dayOf(at("1990-01-02"), SEOUL) ?? { start: 0, end: 0 };
    expect(daysUpTo(first, 7, SEOUL)).toHaveLength(2);
  });

  it("before a moment are told by the clock, also where it was changed", () => {
    const text = (moment: number, zone: string) => timeText(moment, zone, "iso");
    expect(text(daysBefore(at("2026-03-02T15:20"), 30, SEOUL), SEOUL)).toBe(
      "2026-01-31T15:20:00+09:00",
    );
    const noon = at("2026-03-30T12:00", BERLIN);
    expect(text(daysBefore(noon, 1, BERLIN), BERLIN)).toBe("2026-03-29T12:00:00+02:00");
    expect(text(daysBefore(noon, 2, BERLIN), BERLIN)).toBe("2026-03-28T12:00:00+01:00");
  });
});
