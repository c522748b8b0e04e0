import { parseWidth, type Width } from "../time/interval.ts";
import { DAY, SECOND } from "../time/units.ts";
import { type Reading, text, whole, wrong } from "./parameter.ts";

/** Ten years: edges before 1980 would be of zones whose offsets were no whole minutes. */
const LONGEST_MONTHS = 120;

/** The parameter that says how wide buckets are. */
export const widthParameter = (byDefault?: string) => ({
  "time-bucket-width": text(
    {
      description:
        "Bucket width, as a Postgres or ISO 8601 interval of whole seconds: `10 min`, `1hour`, `01:00:00`, `PT1H`, `1 week`, `1 month`, `P1Y`. Buckets are aligned to Monday, 2000-01-03 00:00 in the time zone, months and years to January 2000",
      example: "1 hour",
      ...(byDefault ? { default: byDefault } : {}),
    },
    readWidth,
  ).optional(),
});

function readWidth(text: string): Reading<Width> {
  const width = parseWidth(text);
  const fits =
    width !== undefined &&
    ("months" in width
      ? width.months >= 1 && width.months <= LONGEST_MONTHS
      : width.micros >= SECOND && width.micros % SECOND === 0 && width.micros <= LONGEST_MICROS);
  return fits
    ? { value: width }
    : wrong(
        "not_a_width",
        "1초에서 10년 사이의 초, 월 또는 연 단위 간격이어야 합니다. 예: 1 hour, PT10M, 1 month",
        "must be an interval from 1 second to 10 years, in whole seconds, months or years. Examples: 1 hour, PT10M, 1 month",
      );
}

const LONGEST_MICROS = LONGEST_MONTHS * 31 * DAY;

/** The parameter that puts buckets and their times into another time zone than the site's. */
export const zoneParameter = {
  tz: text(
    {
      description:
        "IANA time zone of the buckets and of the times in the response. Default: the site's time zone",
      example: "Asia/Seoul",
    },
    (raw): Reading<string> =>
      isTimeZone(raw)
        ? { value: raw }
        : wrong(
            "not_a_time_zone",
            "IANA 시간대 이름이어야 합니다. 예: Asia/Seoul, Europe/Berlin, UTC",
            "must be an IANA time zone name. Examples: Asia/Seoul, Europe/Berlin, UTC",
          ),
  ).optional(),
};

/** Offsets such as `+09:00` are none: Postgres reads their sign the other way round. */
function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

/** The parameter that chooses the width by the number of buckets that are wanted. */
export const pointsParameter = (most: number, byDefault: number) => ({
  "max-points": whole(1, most, {
    description:
      "Maximum number of buckets, instead of time-bucket-width. The service chooses the smallest of the usual widths (1, 2, 5, 10, 15, 30 s or min; 1, 2, 3, 6, 12 h; a day, a week, a month …) and returns it in the header `ESS-Bucket-Width`",
    example: byDefault,
    default: byDefault,
  }).optional(),
});
