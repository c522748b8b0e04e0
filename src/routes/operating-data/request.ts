import type { Context } from "hono";
import type * as z from "zod";
import type { AppEnv } from "../../context.ts";
import { columnsOf } from "../../request/fields.ts";
import { check, type Given, givenOf, refuse } from "../../request/input.ts";
import { wrong } from "../../request/parameter.ts";
import { checkPlace, pathSchema, siteAt, sitesOf } from "../../request/place.ts";
import { siteDatabase } from "../../response/database.ts";
import { withoutChangeLog } from "../../response/unfit.ts";
import { type Column, type Component, type Place, QUALITY, type Site } from "../../site/site.ts";
import { askFacts } from "../../store/rows/facts.ts";
import type { Selection } from "../../store/sql/selection.ts";
import { profileColumns } from "./profile.ts";
import { RAW, type View } from "./view.ts";

/**
 * Reads path and query of a request for operating data; the query is read against the site that the path
 * names, as far as it names one, and as the view shows it.
 * @throws {Problem} invalid_parameters with all faults of both, or 404 for a site, bank or rack that is not there
 */
export async function readRequest<Q extends z.ZodType>(
  c: Context<AppEnv>,
  contractPath: string,
  component: Component | undefined,
  querySchema: (place?: Place) => Q,
  { view = RAW, given = givenOf(c) }: { view?: View; given?: Given } = {},
): Promise<{
  site: Site;
  component: Component;
  bank?: number | undefined;
  rack?: number | undefined;
  query: z.output<Q>;
}> {
  const path = check("path", pathSchema(contractPath), given.params);
  const named = sitesOf(c).find(({ id }) => id === path.value?.s);
  const site = named && (await view.siteOf(c, named));
  const what = component ?? path.value?.component;
  const query = check(
    "query",
    schemaOf(querySchema, site && what ? { site, component: what } : undefined),
    given.query,
  );
  const faults = [...path.faults, ...query.faults];
  if (faults.length > 0 || path.value?.s === undefined || what === undefined) refuse(faults);
  const { s, b: bank, r: rack } = path.value;
  const shown = site ?? siteAt(c, s);
  checkPlace(shown, bank, rack);
  return { site: shown, component: what, bank, rack, query: query.value as z.output<Q> };
}

const schemas = new WeakMap<object, WeakMap<object, Map<Component, z.ZodType>>>();

/** Schemas of a place are made once: that takes far longer than using them. */
function schemaOf<Q extends z.ZodType>(make: (place?: Place) => Q, place: Place | undefined): Q {
  if (!place) return make();
  const ofSites = schemas.get(make) ?? new WeakMap<object, Map<Component, z.ZodType>>();
  const ofComponents = ofSites.get(place.site) ?? new Map<Component, z.ZodType>();
  const made = (ofComponents.get(place.component) as Q | undefined) ?? make(place);
  schemas.set(make, ofSites.set(place.site, ofComponents.set(place.component, made)));
  return made;
}

type RowQuery = Parameters<typeof columnsOf>[1] & {
  quality?: boolean | undefined;
  profile?: string | undefined;
};

/**
 * The columns that `fields` and `omit` leave, in the catalog's order, never none; and the mask of quality. Or those
 * of a profile.
 * @throws {Problem} invalid_parameters, or unfit_table where there is no such mask
 */
export async function chosenColumns(
  c: Context<AppEnv>,
  place: Selection,
  query: RowQuery,
): Promise<Column[]> {
  if (query.profile !== undefined) return profileColumns(place);
  const columns = columnsOf(place, query);
  if (columns.length === 0) {
    const fault = wrong("nothing_left", "남는 필드가 없습니다", "leaves no field of the row");
    refuse([{ in: "query", name: "omit", ...fault }]);
  }
  if (!query.quality) return columns;
  const { hasChangeLog } = await askFacts(await siteDatabase(c, place.site), place);
  if (!hasChangeLog) throw withoutChangeLog(place.component);
  return [...columns, QUALITY];
}
