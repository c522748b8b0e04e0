import type { Text } from "../site/site.ts";
import { parseMoment, utcText } from "../time/instant.ts";

export type ClockCode = "in_the_future" | "before_site";
type Mistimed = { code: ClockCode; reason: Text };

/** First day, in a site's zone, that a row may lie in; how far ahead of now, in milliseconds, a clock may be. */
export const FIRST_DAY = "2010-01-01";
export const MOST_AHEAD = 300_000;

const firstMoments = new Map<string, number>();

function firstMoment(timeZone: string): number {
  const known = firstMoments.get(timeZone) ?? parseMoment(FIRST_DAY, timeZone) ?? 0;
  firstMoments.set(timeZone, known);
  return known;
}

/** What is wrong with the time of a row as such: microseconds since 1970; `now` is in milliseconds. */
export function mistimed(micros: number, now: number, timeZone: string): Mistimed | undefined {
  if (micros > (now + MOST_AHEAD) * 1000) {
    const latest = utcText((now + MOST_AHEAD) * 1000);
    return {
      code: "in_the_future",
      reason: {
        ko: `현재보다 5분 넘게 앞선 시각입니다. 장비의 시계를 확인하세요. 허용되는 마지막 시각: ${latest}`,
        en: `is more than five minutes ahead of now. Check the clock of the device. Latest accepted time: ${latest}`,
      },
    };
  }
  if (micros >= firstMoment(timeZone)) return undefined;
  return {
    code: "before_site",
    reason: {
      ko: `허용되는 첫날인 ${FIRST_DAY}보다 이릅니다. 장비의 시계를 확인하세요. 예: 2022-05-10T09:30:00+09:00`,
      en: `is before ${FIRST_DAY}, the first accepted day. Check the clock of the device. Example: 2022-05-10T09:30:00+09:00`,
    },
  };
}
