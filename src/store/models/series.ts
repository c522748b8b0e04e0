import { type SQL, sql } from "drizzle-orm";
import { CURRENT_UNIT_C } from "../../domain/forecast/current.ts";
import type { Series } from "../../domain/forecast/series.ts";
import { modelUnits, type TargetName, targetOf } from "../../domain/forecast/targets.ts";
import { PLAUSIBLE } from "../../site/plausible.ts";
import { requiredColumn } from "../../site/roles.ts";
import type { MeasurementRole, Site } from "../../site/site.ts";
import { type Steps, stepAt } from "../../time/grid.ts";
import { minuteOfDay } from "../../time/instant.ts";
import { MINUTE } from "../../time/units.ts";
import type { Ask } from "../sql/client.ts";
import { plausibleMeasurement, racksOfRow, type SampledPlace } from "../sql/measures.ts";
import { plausibleIn, plausibleValue } from "../sql/plausible.ts";
import { timeColumn } from "../sql/selection.ts";
import { type Source, valuesOf } from "../sql/sources.ts";
import { numbered, rowOfStep, width } from "../sql/steps.ts";
import { tableOf } from "../sql/tables.ts";
import { TextBuffer } from "../sql/text-buffer.ts";

/** What a bank or rack did on a grid; the series of a target that was asked for, in the units of the models. */
export type SourceSeries = {
  bank: number;
  /** 0 of a bank. */
  rack: number;
  steps: Steps;
  series: (target: TargetName) => Series;
};

/**
 * Of each step T of each source the newest row of (T − step, T]: one look into the index for each, and none at what
 * comes after the last step.
 * @param steps T = first + k · step: those of `src/time/grid.ts`, or any others
 * @param reach how far back the first step looks, microseconds: it then holds what was known when the grid begins
 * @returns the sources in the order of bank and rack, NaN where a value is missing or cannot be true
 */
export async function askSeries(
  ask: Ask,
  place: SampledPlace,
  sources: readonly Source[],
  steps: Steps,
  targets: readonly TargetName[],
  buffer = new TextBuffer(),
  reach = steps.step,
): Promise<SourceSeries[]> {
  if (steps.count === 0 || sources.length === 0) return [];
  const channels = channelsOf(place, targets);
  const { bytes } = await ask.text(question(place, sources, { steps, reach }, channels), buffer);
  const minutes = minutesOf(steps, place.site.timeZone);
  return new TextDecoder()
    .decode(bytes)
    .split("\n")
    .map((line) => {
      const [bank, rack, ...texts] = line.split("\t");
      const values = new Map(
        channels.map(({ name, unit }, i) => [name, numbersIn(texts[i] ?? "", unit)]),
      );
      const channel = (name: string): Float64Array => {
        const found = values.get(name);
        if (!found) throw new Error(`measurement was not requested: ${name}`);
        return found;
      };
      const series = (target: TargetName): Series => ({
        minutes,
        voltage: channel("voltage"),
        current: channel("current"),
        soc: channel("soc"),
        target: channel(channelOf(target)),
      });
      return { bank: Number(bank), rack: Number(rack), steps, series };
    });
}

type Channel = { name: string; value: SQL; unit: number };

/** The string's voltage is a channel of the models already. */
const channelOf = (target: TargetName): string => (target === "dc_voltage" ? "voltage" : target);

/** What is read, and what one unit of it is in those of the models. */
function channelsOf(place: SampledPlace, targets: readonly TargetName[]): Channel[] {
  const { site, component } = place;
  const { column } = tableOf(site, component);
  const named = (role: MeasurementRole) => requiredColumn(site, component, role).name;
  const [least, most] = PLAUSIBLE.cellVoltageV;
  const cells = site.cellsInSeries;
  const racks = racksOfRow(place);
  const limits = { least: least * cells, most: most * cells };
  return [
    {
      name: "voltage",
      value: plausibleIn(sql`${column(named("dc-voltage"))}`, limits),
      unit: modelUnits(targetOf("dc_voltage"), cells),
    },
    {
      name: "current",
      value: plausibleMeasurement(place, "currentA", racks),
      unit: 1 / currentUnitA(site),
    },
    { name: "soc", value: plausibleValue(place, named("soc")), unit: 1 },
    ...[...new Set(targets)].flatMap((name) => {
      const target = targetOf(name);
      if (target.measure === "dcVoltageV") return [];
      const value = plausibleMeasurement(place, target.measure, racks);
      return { name, value, unit: modelUnits(target, cells) };
    }),
  ];
}

/** A of one rack that are one unit of a series' current. */
export const currentUnitA = ({ rackCapacityAh }: Site): number => rackCapacityAh * CURRENT_UNIT_C;

/** A line for each source: bank, rack, and tab-separated the values of each channel. */
function question(
  place: SampledPlace,
  sources: readonly Source[],
  { steps, reach }: { steps: Steps; reach: number },
  channels: readonly Channel[],
): SQL {
  const names = channels.map((_, i) => sql`${sql.identifier(`channel_${i + 1}`)}`);
  const time = timeColumn(place);
  const newest = rowOfStep(place, {
    values: channels.map(({ value }) => value),
    names,
    bounds: { start: steps.first - reach, end: stepAt(steps, steps.count - 1) + 1 },
    conditions: [
      sql`${time} <= step.at`,
      sql`${time} > step.at - case step.number when 1 then ${width({ step: reach })} else ${width(steps)} end`,
    ],
    order: "desc",
  });
  const texts = names.map(
    (name) => sql`string_agg(coalesce(${name}::text, 'null'), ',' order by step.number)`,
  );
  return sql`select count(*) as rows, string_agg(line, E'\n' order by bank, rack) as text from (
      select source.bank, source.rack, concat_ws(E'\t', source.bank, source.rack, ${sql.join(texts, sql`, `)}) as line
      from ${valuesOf(sources)} as source (bank, rack) cross join ${numbered(steps)}
        left join lateral (${newest}) as sample on true
      group by source.bank, source.rack
    ) as series`;
}

function numbersIn(text: string, unit: number): Float64Array {
  const given = JSON.parse(`[${text}]`) as (number | null)[];
  const values = new Float64Array(given.length);
  for (let k = 0; k < given.length; k++) values[k] = (given[k] ?? Number.NaN) * unit;
  return values;
}

/** Minute of the site's day of each step; no zone changes its offset within a minute. */
function minutesOf(steps: Steps, timeZone: string): Uint16Array {
  const minutes = new Uint16Array(steps.count);
  let last = { minute: Number.NaN, ofDay: 0 };
  for (let k = 0; k < steps.count; k++) {
    const at = stepAt(steps, k);
    const minute = Math.floor(at / MINUTE);
    if (minute !== last.minute) last = { minute, ofDay: minuteOfDay(at, timeZone) };
    minutes[k] = last.ofDay;
  }
  return minutes;
}

/** When the newest row of each source that has one was measured, microseconds since 1970; one look for each. */
export async function askNewest(
  ask: Ask,
  place: SampledPlace,
  sources: readonly Source[],
): Promise<{ bank: number; rack: number; at: number }[]> {
  if (sources.length === 0) return [];
  const newest = rowOfStep(place, {
    values: [sql`(extract(epoch from ${timeColumn(place)}) * 1000000)::bigint`],
    names: [sql`at`],
    conditions: [],
    order: "desc",
  });
  const rows = await ask(
    sql`select source.bank, source.rack, newest.at from ${valuesOf(sources)} as source (bank, rack),
      lateral (${newest}) as newest order by source.bank, source.rack`,
  );
  return rows.map((row) => ({
    bank: Number(row.bank),
    rack: Number(row.rack),
    at: Number(row.at),
  }));
}
