import { sql } from "drizzle-orm";
import { readModel } from "../../domain/forecast/kept-model.ts";
import type { Ask, Row, Transact } from "../sql/client.ts";
import {
  bytesOf,
  FACTS,
  factsOf,
  servedOf,
  type TargetPlace,
  type Training,
  type Version,
  WEIGHTS,
} from "./models.ts";

const VERSIONS_KEPT = 14;

const versionOf = (row: Row): Version => ({
  model: readModel(bytesOf(row.weights), []),
  ...factsOf(row),
});

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
