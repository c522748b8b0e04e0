import { PROFILES, type ProfileName } from "../../domain/indicators/profiles.ts";
import { text, type Wrong, word, wrong } from "../../request/parameter.ts";
import { parseInterval } from "../../time/interval.ts";
import { DAY, SECOND } from "../../time/units.ts";

const NAMES = Object.keys(PROFILES) as ProfileName[];

/** The parameter that names the limits by which safety is judged. */
export const profileParameter = (byDefault: string) => ({
  profile: word(NAMES, {
    description: `Limits by which safety is judged: \`33J\` and \`41J\` are types of cells, \`published\` the original's constants with the signed current. ${byDefault}`,
    example: "published",
  }).optional(),
});

/** Lengths that a step may have, seconds: multiples of `unit` up to `most`. */
export type StepRule = { unit: number; most: number };
export const ANY_STEP: StepRule = { unit: 1, most: DAY / SECOND };

/** The parameter that says how far apart items are, by default `seconds`. */
export const stepParameter = (seconds: number, { unit, most }: StepRule = ANY_STEP) => ({
  interval: text(
    {
      description: `Time from one item to the next, as Postgres or ISO 8601 writes it: \`10 seconds\`, \`5min\`, \`PT1H\`; ${unit === 1 ? "whole seconds" : `multiples of ${unit} s`} from ${unit} s to ${most === 3600 ? "1 hour" : "1 day"}, ${seconds} s by default. Steps are counted from 2000-01-03 00:00 of the site's time zone`,
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
  "1초에서 하루 사이의 초 단위 간격이어야 합니다. 예: 10 seconds, 5min, PT1H",
  "must be a length of time in whole seconds from a second to a day, e.g. 10 seconds, 5min or PT1H",
);

const NOT_A_GRID_STEP: Wrong = wrong(
  "not_an_interval",
  "10초에서 한 시간 사이의 10초 배수 간격이어야 합니다. 예: 10 seconds, 5min, PT1H",
  "must be a multiple of ten seconds up to an hour, e.g. 10 seconds, 5min or PT1H",
);
