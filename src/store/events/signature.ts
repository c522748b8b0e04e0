import { type SQL, sql } from "drizzle-orm";
import type { Limit } from "../../domain/events/level.ts";
import { limitOf, type Rule, type Watch } from "../../domain/events/rules.ts";
import { RANGES } from "../../domain/indicators/plausible.ts";
import { type Profile, SIDES } from "../../domain/indicators/profiles.ts";
import { MEASURE_OF, MEASURES, type Measure } from "../../domain/indicators/sample.ts";
import type { Role } from "../../site/site.ts";

/** Expressions over the columns of a row by their roles, each null where the site has no such column. */
export type Columns = (role: Role | null) => SQL;

export type Signature = {
  /** A value that is the same for two rows which the rules see alike, but for how high a value is. */
  signature: SQL;
  /** Whether the height of a value counts: an event that has a peak may be under way. */
  hot: SQL;
  /** How far each measurement goes towards danger. */
  dangers: SQL[];
};

/**
 * What tells rows apart in the eyes of rules whose flags are numbers: a number with a digit for each flag (0, 1,
 * missing) and, where limits are judged, for each value (missing, released, between, past the warning, past the
 * protection). Fits a bigint: 3^21 · 5^8.
 */
export function signatureOf(
  rules: readonly Rule[],
  profile: Profile | null,
  column: Columns,
): Signature {
  const flags = rules.flatMap(({ warningFlag, protectionFlag }) =>
    [warningFlag, protectionFlag].filter((role) => role !== null),
  );
  const watched = rules.filter(({ watch }) => watch !== null);
  const limited = watched.flatMap((rule) => {
    const limit = profile && limitOf(rule, profile);
    return limit ? [{ rule, limit, value: judged(rule, column) }] : [];
  });
  // Nearly every row of nearly every rack has no flag set: one number tells.
  const quiet = sql`(${sql.join(flags.map(column), sql` | `)}) = 0`;
  const flagDigits = flags.map((role) => ({ digit: flagDigit(column(role)), base: 3 }));
  const valueDigits = limited.map(({ limit, value }) => ({
    digit: valueDigit(limit, value),
    base: 5,
  }));
  const set = watched.flatMap(({ warningFlag, protectionFlag }) =>
    [warningFlag, protectionFlag].map((role) => sql`${column(role)} = 1`),
  );
  const byLimit = limited.map(
    ({ rule, limit, value }) =>
      sql`(${past(limit, value)} or (${isMissing(rule, column)} and not ${released(limit, value)}))`,
  );
  const hotFlags = sql`case when ${quiet} then false else ${any(set)} end`;
  return {
    signature: sql`(case when ${quiet} then 0 else ${number(flagDigits)} end)${
      valueDigits.length > 0 ? sql` + 10460353203 * (${number(valueDigits)})` : sql``
    }`,
    hot: byLimit.length > 0 ? sql`(${hotFlags} or ${any(byLimit)})` : hotFlags,
    dangers: dangersOf(watched, column),
  };
}

/** The digits as one number, the first the lowest. */
function number(digits: readonly { digit: SQL; base: number }[]): SQL {
  let weight = 1;
  const parts = digits.map(({ digit, base }) => {
    const part = sql`${sql.raw(String(weight))}::bigint * ${digit}`;
    weight *= base;
    return part;
  });
  return sql.join(parts, sql` + `);
}

const any = (conditions: readonly SQL[]): SQL =>
  sql`coalesce(${sql.join([...conditions], sql`, false) or coalesce(`)}, false)`;

const flagDigit = (flag: SQL): SQL => sql`(case ${flag} when 0 then 0 when 1 then 1 else 2 end)`;

const isMissing = ({ warningFlag, protectionFlag }: Rule, column: Columns): SQL => {
  const flags = [warningFlag, protectionFlag].filter((role) => role !== null);
  return sql`not (${sql.join(
    flags.map((role) => sql`coalesce(${column(role)} in (0, 1), false)`),
    sql` and `,
  )})`;
};

const constant = (value: number): SQL => sql.raw(`'${value}'::double precision`);

const beyond = ({ side }: Limit, value: SQL, limit: number): SQL =>
  side === "over" ? sql`${value} > ${constant(limit)}` : sql`${value} < ${constant(limit)}`;

const released = ({ side, release }: Limit, value: SQL): SQL =>
  side === "over" ? sql`${value} <= ${constant(release)}` : sql`${value} >= ${constant(release)}`;

const past = (limit: Limit, value: SQL): SQL =>
  beyond(limit, value, limit.warning ?? limit.protection);

const valueDigit = (
  limit: Limit,
  value: SQL,
): SQL => sql`(case when ${released(limit, value)} then 1
  when ${beyond(limit, value, limit.protection)} then 4
  ${limit.warning === null ? sql`` : sql`when ${beyond(limit, value, limit.warning)} then 3`}
  when ${value} is null then 0 else 2 end)`;

/** As `judged` of the rules: of a current what flows in the rule's direction, else 0 A. */
function judged({ watch }: Rule, column: Columns): SQL {
  if (!watch) return sql`null::double precision`;
  const value = measured(MEASURE_OF[watch.quantity], column);
  if (!watch.direction) return value;
  const isCharge = watch.direction === "charge";
  const sensor = column(isCharge ? "charge-current-sensor" : "discharge-current-sensor");
  const flows = isCharge ? sql`${value} > 0` : sql`${value} < 0`;
  return sql`(case when ${value} is null then null
    when (case ${sensor} when 1 then true when 0 then false else ${flows} end) then abs(${value}) else 0 end)`;
}

/** As `measured` of the indicators: null where it is missing or not plausible; a missing gap from its extremes. */
function measured(measure: Measure, column: Columns): SQL {
  const { quality, role } = MEASURES[measure];
  const [least, most] = RANGES[quality];
  const plausible = (value: SQL) =>
    sql`(case when ${value} between ${constant(least)} and ${constant(most)} then ${value} end)`;
  const value = column(role);
  const extremes = EXTREMES[measure];
  if (!extremes) return plausible(value);
  const [highest, lowest] = extremes.map((one) => measured(one, column));
  return sql`(case when ${value} is null then ${plausible(sql`(${highest} - ${lowest})`)} else ${plausible(value)} end)`;
}

const EXTREMES: Partial<Record<Measure, [Measure, Measure]>> = {
  cellVoltageGapV: ["maxCellVoltageV", "minCellVoltageV"],
  cellTemperatureGapC: ["maxCellTemperatureC", "minCellTemperatureC"],
};

function dangersOf(watched: readonly Rule[], column: Columns): SQL[] {
  const watches = new Map<string, Watch>();
  for (const { watch } of watched) if (watch) watches.set(watch.quantity, watch);
  return [...watches.values()].map(({ quantity, direction }) => {
    const value = measured(MEASURE_OF[quantity], column);
    if (direction) return sql`abs(${value})`;
    return SIDES[quantity] === "under" ? sql`-${value}` : value;
  });
}
