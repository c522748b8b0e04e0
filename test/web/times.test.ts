import { describe, expect, test } from "vitest";
import { widthPrefix } from "../../web/ui/durations";
import { addressText, parameterText, secondsOf, wallText } from "../../web/ui/times";

const at = (text: string) => Date.parse(text) / 1000;

/** Moments around those at which clocks are set back, in the zone that does so. */
const SET_BACK = [
  ["Europe/Berlin", "2026-10-25T00:15:00Z", "2026-10-25T02:15:00", "+02:00"],
  ["Europe/Berlin", "2026-10-25T01:15:00Z", "2026-10-25T02:15:00", "+01:00"],
  ["America/New_York", "2026-11-01T05:15:00Z", "2026-11-01T01:15:00", "-04:00"],
  ["America/New_York", "2026-11-01T06:15:00Z", "2026-11-01T01:15:00", "-05:00"],
] as const;

describe("where clocks are set back", () => {
  test.each(SET_BACK)("in %s %s is told apart by its offset", (zone, moment, wall, offset) => {
    expect(wallText(at(moment), zone)).toBe(wall);
    expect(parameterText(at(moment), zone)).toBe(wall + offset);
    expect(secondsOf(parameterText(at(moment), zone), zone)).toBe(at(moment));
  });

  test("an address has the offset in the second of the two hours alone", () => {
    expect(SET_BACK.map(([zone, moment]) => addressText(at(moment), zone))).toEqual([
      "2026-10-25T02:15:00",
      "2026-10-25T02:15:00+01:00",
      "2026-11-01T01:15:00",
      "2026-11-01T01:15:00-05:00",
    ]);
  });

  test("every address is read as the moment that it was made of", () => {
    for (const zone of ["Europe/Berlin", "America/New_York", "Asia/Seoul", "UTC"]) {
      for (
        let moment = at("2026-10-24T20:00:00Z");
        moment < at("2026-11-01T12:00:00Z");
        moment += 599
      )
        expect(secondsOf(addressText(moment, zone), zone)).toBe(moment);
    }
  });
});

test("an address of a part of a second is that of the second", () => {
  expect(addressText(at("2026-01-05T00:00:00Z") + 0.4, "Asia/Seoul")).toBe("2026-01-05T09:00:00");
});

test.each([
  ["2 minutes", "2-minute", "2분"],
  ["1 day", "1-day", "1일"],
  ["10 seconds", "10-second", "10초"],
])("a width of %s is read as %s before a noun", (width, english, korean) => {
  expect(widthPrefix(width, "en")).toBe(english);
  expect(widthPrefix(width, "ko")).toBe(korean);
});
