import { sql } from "drizzle-orm";
import { readModel } from "../../domain/forecast/kept-model.ts";
import type { Model } from "../../domain/forecast/model.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import type { Night } from "../../domain/forecast/track.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import type { Ask, Row } from "../sql/client.ts";

/** A target at the banks, or at the racks, of a site. */
export type TargetPlace = { site: number; component: RolledComponent; target: TargetName };

/** A model and what it was made of. */
export type Version = {
  model: Model;
  /** Counts the versions of its target. */
  number: number;
  /** Made of its weights, so that it changes with every training. */
  version: string;
  trainedFrom: string;
  trainedTo: string;
  days: number;
  rows: number;
};

/** One that is answered with. */
export type LiveModel = Version & {
  /** Whether it was trained with the day that it forecasts. */
  knows: boolean;
};

/** How far the training of a target has come. */
export type Training = {
  /** The newest day that was learnt or left out. */
  through: string;
  /** 0: none yet. */
  latest: number;
  live: number | undefined;
  served: boolean[];
  track: Night[];
  state: Uint8Array<ArrayBuffer> | undefined;
};

export const FACTS = sql`v.target, v.version, v.name, v.trained_from::text as trained_from, v.trained_to::text as trained_to, v.days, v.row_count`;
export const WEIGHTS = sql`encode(v.weights, 'base64')`;

export type Wanted = {
  site: number;
  component: RolledComponent;
  targets: readonly TargetName[];
  /** The site's day of the first origin: the model that is answered with is the newest that does not know it. */
  day: string;
};

/** Models that were read before, by the names of their versions. */
export type Remembered = Map<string, Model>;

/**
 * The models that are answered with, of some targets: the live ones, or for a day that these were trained with, as
 * they were before it. One that was trained with it answers only where no earlier one is kept: `knows` says so.
 * A target without a live model is not in the answer.
 * @param remembered weights of these are not read again; what is read is added
 * @throws {UnreadableError}
 */
export async function askLiveModels(
  ask: Ask,
  { site, component, targets, day }: Wanted,
  remembered: Remembered = new Map(),
): Promise<ReadonlyMap<TargetName, LiveModel>> {
  // What another request forgets meanwhile is not forgotten here.
  const known = new Map(remembered);
  const rows = await ask(sql`
    select ${FACTS}, case when v.name = any (string_to_array(${[...known.keys()].join(",")}, ',')) then null else ${WEIGHTS} end as weights,
      (case when v.version = t.live then t.served else v.served end)::text as served, (v.trained_to >= ${day}::date)::int as knows
    from forecast_target as t, lateral (
      select * from forecast_version as v
      where v.site = t.site and v.component = t.component and v.target = t.target and v.version <= t.live and v.went_live
      order by v.trained_to < ${day}::date desc, v.version desc limit 1
    ) as v
    where t.site = ${site}::int and t.component = ${component} and t.target = any (string_to_array(${targets.join(",")}, ','))`);
  return new Map(
    rows.map((row) => {
      const facts = factsOf(row);
      const model = known.get(facts.version) ?? readModel(bytesOf(row.weights), []);
      remembered.set(facts.version, model);
      const live = { ...facts, model: withServed(model, servedOf(row)) };
      return [row.target as TargetName, { ...live, knows: Number(row.knows) === 1 }];
    }),
  );
}

const withServed = (model: Model, served: readonly boolean[]): Model => ({
  ...model,
  horizons: model.horizons.map((horizon, h) => ({ ...horizon, isServed: served[h] ?? false })),
});

export const servedOf = (row: Row): boolean[] => JSON.parse(String(row.served));

export const factsOf = (row: Row): Omit<Version, "model"> => ({
  number: Number(row.version),
  version: String(row.name),
  trainedFrom: String(row.trained_from),
  trainedTo: String(row.trained_to),
  days: Number(row.days),
  rows: Number(row.row_count),
});

/** How far each target of a site has come, without what is large. */
export async function askProgress(
  ask: Ask,
  site: number,
): Promise<(Omit<TargetPlace, "site"> & Pick<Training, "through" | "live" | "served">)[]> {
  const rows = await ask(sql`
    select component, target, through::text as through, live, served::text as served
    from forecast_target where site = ${site}::int order by component, target`);
  return rows.map((row) => ({
    component: row.component as RolledComponent,
    target: row.target as TargetName,
    through: String(row.through),
    live: row.live === null ? undefined : Number(row.live),
    served: servedOf(row),
  }));
}

/** What is known of a target's models, without what is large. */
export type ModelFacts = Pick<Training, "through" | "served" | "track"> & {
  component: RolledComponent;
  target: TargetName;
  /** The version that is answered with, if one is. */
  live:
    | (Omit<Version, "model"> & { bytes: number /** Microseconds since 1970. */; madeAt: number })
    | undefined;
};

export async function askModelFacts(ask: Ask, site: number): Promise<ModelFacts[]> {
  const rows = await ask(sql`
    select t.component, t.target, t.through::text as through, t.served::text as served, t.track::text as track,
      v.version, v.name, v.trained_from::text as trained_from, v.trained_to::text as trained_to, v.days, v.row_count,
      length(v.weights) as bytes, (extract(epoch from v.made_at) * 1000000)::bigint as made_at
    from forecast_target as t left join forecast_version as v
      on v.site = t.site and v.component = t.component and v.target = t.target and v.version = t.live
    where t.site = ${site}::int order by t.component, t.target`);
  return rows.map((row) => ({
    component: row.component as RolledComponent,
    target: row.target as TargetName,
    through: String(row.through),
    served: servedOf(row),
    track: JSON.parse(String(row.track)),
    live:
      row.version === null
        ? undefined
        : { ...factsOf(row), bytes: Number(row.bytes), madeAt: Number(row.made_at) },
  }));
}

export const bytesOf = (text: string | null | undefined): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text ?? ""), (character) => character.charCodeAt(0));
