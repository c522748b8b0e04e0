import { PROFILES, type ProfileName } from "../../domain/indicators/profiles.ts";
import { text, type Wrong, word, wrong } from "../../request/parameter.ts";
import { parseInterval } from "../../time/interval.ts";
import { DAY, SECOND } from "../../time/units.ts";

const NAMES = Object.keys(PROFILES) as ProfileName[];

/** The parameter that selects the safety limits. */
export const profileParameter = (byDefault: string) => ({
  profile: word(NAMES, {
    description: `Safety limits. \`33J\` and \`41J\` are cell types; \`published\` has the constants of the original platform, with signed current. ${byDefault}`,
    example: "published",
  }).optional(),
});

/** Valid steps in seconds: multiples of `unit` up to `most`. */
export type StepRule = { unit: number; most: number };
export const ANY_STEP: StepRule = { unit: 1, most: DAY / SECOND };

/** The parameter for the time between items, by default `seconds`. */
export const stepParameter = (seconds: number, { unit, most }: StepRule = ANY_STEP) => ({
  interval: text(
    {
      description: `Time between items, as a Postgres or ISO 8601 interval: \`10 seconds\`, \`5min\`, \`PT1H\`. ${unit === 1 ? "Whole seconds" : `Multiples of ${unit} s`} from ${unit} s to ${most === 3600 ? "1 hour" : "1 day"}. Default: ${seconds} s. Steps are aligned to 2000-01-03 00:00 in the site's time zone`,
      example: "5 minutes",
      default: `${seconds} seconds`,
    },
    (raw) => {
      const value = parseInterval(raw);
      const fits =
        value !== undefined &&
        value >= unit * SECOND &&
        value <= most * SECOND &&
        value % (unit * SECOND) === 0;
      return fits ? { value } : unit === 1 ? NOT_A_STEP : NOT_A_GRID_STEP;
    },
  ).optional(),
});

const NOT_A_STEP: Wrong = wrong(
  "not_an_interval",
  "1초 이상 하루 이하의 초 단위 간격이어야 합니다. 예: 10 seconds, 5min, PT1H",
  "must be an interval from 1 second to 1 day, in whole seconds. Examples: 10 seconds, 5min, PT1H",
);

const NOT_A_GRID_STEP: Wrong = wrong(
  "not_an_interval",
  "10초 이상 1시간 이하인 10초 배수의 간격이어야 합니다. 예: 10 seconds, 5min, PT1H",
  "must be an interval from 10 seconds to 1 hour, in multiples of 10 seconds. Examples: 10 seconds, 5min, PT1H",
);
