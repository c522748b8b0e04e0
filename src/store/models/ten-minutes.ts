import { STEP_MINUTES, type TenMinutes } from "../../domain/forecast/day-ahead.ts";
import {
  modelUnits,
  type Target,
  type TargetName,
  targetOf,
} from "../../domain/forecast/targets.ts";
import { plausible, type Quality } from "../../domain/indicators/plausible.ts";
import { GAPS, isGap, MEASURES, type Measure } from "../../domain/indicators/sample.ts";
import { meanOf } from "../../domain/indicators/statistics.ts";
import { columnOf, requiredColumn } from "../../site/roles.ts";
import { type RollupColumn, statisticName, statisticsOf } from "../../site/rollup.ts";
import type { MeasurementRole } from "../../site/site.ts";
import { askSums, type BucketSums, sumsOf } from "../rollups/aggregate.ts";
import type { BoundedSelection } from "../rollups/parts.ts";
import type { Ask } from "../sql/client.ts";
import type { SampledPlace } from "../sql/measures.ts";
import { currentUnitA } from "./series.ts";

/** Ten minutes, microseconds. */
export const STEP_MICROS = STEP_MINUTES * 60_000_000;

export type SourceMeans = {
  bank: number;
  /** 0 of a bank. */
  rack: number;
  series: TenMinutes;
};

/**
 * Ten-minute means of a range, its start being that of the first of them and its end that of the last, which decide
 * where the others lie. One question (`askSums`): minutes from rollups where there are some.
 * @returns the sources that have rows in the range, in the order of bank and rack
 * @throws {DatabaseError}
 */
export async function askTenMinutes(
  ask: Ask,
  selection: BoundedSelection & SampledPlace,
  targetName: TargetName,
  hasRollups: boolean,
): Promise<SourceMeans[]> {
  const { start, end } = selection;
  const count = Math.floor((end - start) / STEP_MICROS);
  const edges = Array.from({ length: count + 1 }, (_, i) => start + i * STEP_MICROS);
  const channels = channelsOf(selection, targetOf(targetName));
  const columns = new Map(
    Object.values(channels).flatMap((channel) => channel.columns.map((own) => [own.name, own])),
  );
  const sums = await askSums(ask, selection, { columns: [...columns.values()], edges, hasRollups });
  const sources = new Map<string, SourceMeans>();
  for (const bucket of sums) {
    const key = `${bucket.bank}-${bucket.rack}`;
    const { bank, rack } = bucket;
    const source = sources.get(key) ?? { bank, rack, series: emptySeries(count) };
    sources.set(key, source);
    for (const name of CHANNELS) {
      source.series[name][bucket.bucket] = channels[name].value(bucket) ?? Number.NaN;
    }
  }
  return [...sources.values()];
}

const CHANNELS = ["voltage", "current", "soc", "temperature", "gap", "target"] as const;

const emptySeries = (count: number): TenMinutes =>
  Object.fromEntries(
    CHANNELS.map((name) => [name, new Float64Array(count).fill(Number.NaN)]),
  ) as TenMinutes;

/** What a channel is read from; null where it is missing or cannot be true. */
type Channel = { columns: RollupColumn[]; value: (bucket: BucketSums) => number | null };

function channelsOf(place: SampledPlace, target: Target): Record<keyof TenMinutes, Channel> {
  const { site, component } = place;
  const named = (role: MeasurementRole) => requiredColumn(site, component, role).name;
  const dcVoltageV = checked(named("dc-voltage"), "cellVoltageV", site.cellsInSeries);
  const channel = (measure: Target["measure"]) =>
    measure === "dcVoltageV" ? dcVoltageV : measured(place, measure);
  return {
    voltage: scaled(dcVoltageV, modelUnits(targetOf("dc_voltage"), site.cellsInSeries)),
    current: currentOf(place),
    soc: mean(named("soc")),
    temperature: channel("maxCellTemperatureC"),
    gap: scaled(channel("cellVoltageGapV"), 1000),
    target: scaled(channel(target.measure), modelUnits(target, site.cellsInSeries)),
  };
}

function measured(place: SampledPlace, measure: Measure): Channel {
  const { quality, role } = MEASURES[measure];
  const column = columnOf(place.site, place.component, role)?.name;
  if (!isGap(measure)) return column === undefined ? NOTHING : mean(column);
  const [highest, lowest] = GAPS[measure].map((extreme) => measured(place, extreme));
  if (!highest || !lowest) return NOTHING;
  const own = column === undefined ? NOTHING : checked(column, quality);
  const difference = (bucket: BucketSums) => {
    const [most, least] = [highest.value(bucket), lowest.value(bucket)];
    return most === null || least === null ? null : Math.max(0, most - least);
  };
  return {
    columns: [...own.columns, ...highest.columns, ...lowest.columns],
    value: (bucket) => own.value(bucket) ?? difference(bucket),
  };
}

const NOTHING: Channel = { columns: [], value: () => null };

/** Of a column whose values are checked one by one as they are added up. */
const mean = (column: string): Channel => ({
  columns: statisticsOf(column).slice(0, 2),
  value: (bucket) => meanOf(sumsOf(bucket, column)),
});

/** Of one whose values are not: none where the least or the greatest of them, by `parts`, cannot be true. */
const checked = (column: string, quality: Quality, parts = 1): Channel => ({
  columns: statisticsOf(column),
  value: (bucket) => {
    const extremes = (["min", "max"] as const).map(
      (name) => bucket.values[statisticName(column, name)],
    );
    const areTrue = extremes.every(
      (value) => value != null && plausible(quality, value / parts) !== null,
    );
    return areTrue ? meanOf(sumsOf(bucket, column)) : null;
  },
});

/** A bank's current is shared by its racks. */
function currentOf(place: SampledPlace): Channel {
  const { site, component } = place;
  const all = measured(place, "currentA");
  const racks = (bank: number) =>
    component === "bank" ? (site.banks.find(({ id }) => id === bank)?.racks ?? 1) : 1;
  return {
    columns: all.columns,
    value: (bucket) => {
      const value = all.value(bucket);
      return value === null ? null : value / racks(bucket.bank) / currentUnitA(site);
    },
  };
}

const scaled = ({ columns, value }: Channel, units: number): Channel => ({
  columns,
  value: (bucket) => {
    const own = value(bucket);
    return own === null ? null : own * units;
  },
});
