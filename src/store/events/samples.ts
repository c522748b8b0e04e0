import { type SQL, sql } from "drizzle-orm";
import { flagRoles, type ProtectionSample, type Rule } from "../../domain/events/rules.ts";
import type { Profile } from "../../domain/indicators/profiles.ts";
import { MEASURES } from "../../domain/indicators/sample.ts";
import { columnOf } from "../../site/roles.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import {
  BANK_ID,
  type FlagRole,
  type MeasurementRole,
  RACK_ID,
  type Role,
  type Site,
  TIMESTAMP,
} from "../../site/site.ts";
import type { Ask, Row } from "../sql/client.ts";
import { asJson } from "../sql/render.ts";
import { instant } from "../sql/selection.ts";
import { tableOf } from "../sql/tables.ts";
import { signatureOf } from "./signature.ts";

/** Rows of a bank, or of a rack of it, in [from, to), microseconds since 1970; of the bank itself `rack` is 0. */
export type SampleRange = { bank: number; rack: number; from: number; to: number };

export type SampleRules = { rules: readonly Rule[]; profile: Profile | null };

/** A rack's values by their names in a sample, and the roles of the columns that they stand in. */
const VALUES: readonly (readonly [string, MeasurementRole])[] = [
  ...Object.entries(MEASURES).map(([measure, { role }]) => [measure, role] as const),
  ["maxCellVoltagePosition", "cell-voltage-max-position"],
  ["minCellVoltagePosition", "cell-voltage-min-position"],
  ["maxCellTemperaturePosition", "cell-temperature-max-position"],
  ["minCellTemperaturePosition", "cell-temperature-min-position"],
  ["chargeSensor", "charge-current-sensor"],
  ["dischargeSensor", "discharge-current-sensor"],
];

const [BANK, RACK, TIME] = [BANK_ID, RACK_ID, TIMESTAMP].map((name) => sql.identifier(name));

/** A pause of the event machine, or a shorter one: rows after it are returned. */
const PAUSE = sql.raw("interval '600 seconds'");

/**
 * What the machine of events needs of the rows of each range, in order of time. A row that looks to it like the
 * row before changes nothing and is left out, unless it is the first or the last of its range, comes after a
 * pause, or has a value that goes further towards danger than any since the rows began to look alike.
 * @throws {DatabaseError}
 */
export async function askSamples(
  ask: Ask,
  { site, component }: { site: Site; component: RolledComponent },
  ranges: readonly SampleRange[],
  { rules, profile }: SampleRules,
): Promise<ProtectionSample[][]> {
  const samples: ProtectionSample[][] = ranges.map(() => []);
  if (ranges.length === 0) return samples;
  const known = (role: Role) => columnOf(site, component, role);
  const column = (role: Role | null): SQL => {
    const found = role && known(role);
    return found ? sql`${sql.identifier(found.name)}` : sql`null::double precision`;
  };
  const flags = flagRoles(rules).filter(known);
  const values = component === "rack" ? VALUES.filter(([, role]) => known(role)) : [];
  const names = [...new Set([...flags, ...values.map(([, role]) => role)])].map(column);
  const { signature, hot, dangers } =
    component === "rack"
      ? signatureOf(rules, profile, column)
      : { signature: sql.join(flags.map(column), sql` || `), hot: sql`false`, dangers: [] };
  const shown = flags.map((role) =>
    known(role)?.type === "text" ? asJson(column(role)) : column(role),
  );
  const own = component === "rack" ? sql` and ${RACK} = range.rack` : sql``;
  const rows = await ask(sql`
    select i, ${micros("at")}, ${micros("previous")}, ${list([
      ...shown.map((value, i) => sql`${value} as ${label("flag", i)}`),
      ...values.map(([, role], i) => sql`${column(role)} as ${label("value", i)}`),
    ])}
    from (values ${list(ranges.map(rangeValues))}) as range (i, bank, rack, starts, ends) cross join lateral (
      with looked as (
        select ${TIME} as at, ${list(names)}, ${signature} as signature, ${hot} as hot
        from ${tableOf(site, component).table}
        where ${BANK} = range.bank${own} and ${TIME} >= range.starts and ${TIME} < range.ends offset 0
      ), beside as (
        select *, lag(at) over time as previous, lag(signature) over time as before, lead(at) over time is null as is_last
        from looked window time as (order by at)
      ), compared as (
        select *, previous is null or at - previous > ${PAUSE} or signature is distinct from before as is_other from beside
      ), alike as (
        select *, count(*) filter (where is_other) over (order by at) as run from compared
      ), candidate as (
        select *, ${list([sql`is_other or is_last as is_needed`, ...dangers.map((value, i) => sql`${value} as ${label("danger", i)}`)])}
        from alike where is_other or is_last or hot
      )
      select * from (select *, ${records(dangers.length)} as is_record from candidate) as row where is_needed or is_record
    ) as row order by i, at`);
  for (const row of rows) samples[Number(row.i)]?.push(toSample(row, flags, values));
  return samples;
}

/** Whether one of the dangers is greater than in all rows before that look alike. */
const records = (count: number): SQL =>
  count === 0
    ? sql`false`
    : sql.join(
        Array.from({ length: count }, (_, i) => {
          const value = label("danger", i);
          const before = sql`max(${value}) over (partition by run order by at rows between unbounded preceding and 1 preceding)`;
          return sql`coalesce(${value} > coalesce(${before}, '-Infinity'), false)`;
        }),
        sql` or `,
      );

const rangeValues = ({ bank, rack, from, to }: SampleRange, i: number): SQL =>
  sql`(${i}::int, ${bank}::int, ${rack}::int, ${instant(from)}, ${instant(to)})`;

const list = (parts: readonly SQL[]): SQL => sql.join([...parts], sql`, `);

const label = (name: string, i: number): SQL => sql.raw(`${name}${i}`);

const micros = (name: string): SQL =>
  sql.raw(`(extract(epoch from ${name}) * 1000000)::bigint as ${name}_micros`);

function toSample(row: Row, flags: readonly FlagRole[], values: typeof VALUES): ProtectionSample {
  const number = (text: string | null | undefined) => (text == null ? null : Number(text));
  // Text columns hold objects; numbers come as text too, or not, as the driver likes.
  const flag = (value: string | null | undefined) =>
    value == null || String(value).startsWith("{") ? value : Number(value);
  return {
    timeMicros: Number(row.at_micros),
    previousMicros: number(row.previous_micros),
    flags: Object.fromEntries(flags.map((role, i) => [role, flag(row[`flag${i}`])])),
    ...Object.fromEntries(values.map(([key], i) => [key, number(row[`value${i}`])])),
  };
}
