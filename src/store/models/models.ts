import { sql } from "drizzle-orm";
import { readModel } from "../../domain/forecast/kept-model.ts";
import type { Model } from "../../domain/forecast/model.ts";
import type { TargetName } from "../../domain/forecast/targets.ts";
import type { Night } from "../../domain/forecast/track.ts";
import type { RolledComponent } from "../../site/rollup.ts";
import type { Ask, Row, Transact } from "../sql/client.ts";

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

const VERSIONS_KEPT = 14;

const FACTS = sql`v.target, v.version, v.name, v.trained_from::text as trained_from, v.trained_to::text as trained_to, v.days, v.row_count`;
const WEIGHTS = sql`encode(v.weights, 'base64')`;

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

const servedOf = (row: Row): boolean[] => JSON.parse(String(row.served));

const versionOf = (row: Row): Version => ({
  model: readModel(bytesOf(row.weights), []),
  ...factsOf(row),
});

const factsOf = (row: Row): Omit<Version, "model"> => ({
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

/**
 * Everything that training goes on from, with the newest version and the live one.
 * @throws {UnreadableError}
 */
export async function askTraining(
  ask: Ask,
  { site, component, target }: TargetPlace,
): Promise<{ training: Training; versions: Version[] } | undefined> {
  const [row] = await ask(sql`
    select through::text as through, latest, live, served::text as served, track::text as track, encode(state, 'base64') as state
    from forecast_target where site = ${site}::int and component = ${component} and target = ${target}`);
  if (!row) return undefined;
  const training: Training = {
    through: String(row.through),
    latest: Number(row.latest),
    live: row.live === null ? undefined : Number(row.live),
    served: servedOf(row),
    track: JSON.parse(String(row.track)),
    state: row.state === null ? undefined : bytesOf(row.state),
  };
  const rows = await ask(sql`
    select ${FACTS}, ${WEIGHTS} as weights from forecast_version as v
    where site = ${site}::int and component = ${component} and target = ${target}
      and version in (${training.latest}::int, ${training.live ?? 0}::int)`);
  return { training, versions: rows.map(versionOf) };
}

/** What a night has made; `made` is absent where its day was left out. */
export type Kept = Training & {
  made?: Omit<Version, "model" | "number"> & { weights: Uint8Array; wentLive: boolean };
};

/**
 * Keeps what a night has made, all of it or, where another run was faster or has forgotten everything, nothing.
 * @param before the day through which this run found it trained, if it was
 */
export async function keepTraining(
  transact: Transact,
  place: TargetPlace,
  before: string | undefined,
  { made, ...training }: Kept,
): Promise<void> {
  const { site, component, target } = place;
  const key = sql`${site}::int, ${component}, ${target}`;
  const which = sql`site = ${site}::int and component = ${component} and target = ${target}`;
  const { through, latest, live, served, track, state } = training;
  const version = made
    ? sql`select ${key}, ${latest}::int, ${made.version}, ${made.trainedFrom}::date, ${made.trainedTo}::date, ${made.days}::int, ${made.rows}::bigint, ${made.wentLive}::boolean, ${JSON.stringify(served)}::jsonb, decode(${base64(made.weights)}, 'base64') where exists (select from moved)`
    : sql`select ${key}, 0, '', now(), now(), 0, 0, false, '[]'::jsonb, ''::bytea where false`;
  await transact([
    sql`with moved as (
        insert into forecast_target as t (site, component, target, through, latest, live, served, track, state)
        select ${key}, ${through}::date, ${latest}::int, ${live ?? null}::int, ${JSON.stringify(served)}::jsonb, ${JSON.stringify(track)}::jsonb, decode(${state ? base64(state) : null}::text, 'base64')
        where ${before ?? null}::date is null or exists (select from forecast_target where ${which})
        on conflict (site, component, target) do update set through = excluded.through, latest = excluded.latest, live = excluded.live,
          served = excluded.served, track = excluded.track, state = excluded.state, changed_at = now()
        where t.through is not distinct from ${before ?? null}::date
        returning 1
      )
      insert into forecast_version (site, component, target, version, name, trained_from, trained_to, days, row_count, went_live, served, weights) ${version}`,
    sql`delete from forecast_version as v using forecast_target as t
      where v.site = ${site}::int and v.component = ${component} and v.target = ${target}
        and t.site = v.site and t.component = v.component and t.target = v.target
        and v.version <= t.latest - ${VERSIONS_KEPT}::int and v.version is distinct from t.live`,
  ]);
}

/** Forgets all that was learnt of a site, or of one of its targets: training begins anew. */
export async function forgetTraining(
  transact: Transact,
  { site, component, target }: Pick<TargetPlace, "site"> & Partial<TargetPlace>,
): Promise<void> {
  const all = sql`site = ${site}::int`;
  const one = sql`${all} and component = ${component} and target = ${target}`;
  const which = component && target ? one : all;
  await transact([
    sql`delete from forecast_version where ${which}`,
    sql`delete from forecast_target where ${which}`,
  ]);
}

/** A long list of arguments would not fit the stack. */
const PIECE = 8192;

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE) {
    text += String.fromCharCode(...bytes.subarray(at, at + PIECE));
  }
  return btoa(text);
}

const bytesOf = (text: string | null | undefined): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text ?? ""), (character) => character.charCodeAt(0));
