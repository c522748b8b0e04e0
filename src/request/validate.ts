import type * as z from "zod";
import { refuse } from "../response/problem.ts";
import type { Place, Site } from "../site/site.ts";
import { check } from "./input.ts";
import { readJsonBody } from "./json-body.ts";
import { checkPlace, siteAt, sitesOf } from "./locate.ts";
import { pathSchema } from "./path.ts";
import type { ApiRequest, Incoming, SiteRequest } from "./request.ts";
import type { Route } from "./route.ts";

/**
 * Checks path, query and body of a request and finds what the path names. The query is read against the site, as
 * far as the path names one that the caller sees.
 * @throws {Problem} invalid_parameters with all faults at once, 404 for an unknown site, bank or rack, or what is
 * wrong with the body
 */
export async function validate(
  route: Route,
  incoming: Incoming,
): Promise<ApiRequest | SiteRequest> {
  const { contract, ofSite } = route;
  const { given } = incoming;
  const sites = sitesOf(incoming.caller);
  const path = check("path", pathSchema(contract.path), given.params);
  const named = sites.find(({ id }) => id === path.value?.site);
  const site = named && (await (ofSite?.view(named, incoming) ?? named));
  const component = ofSite?.component ?? path.value?.component;
  const place = site && component ? { site, component } : route.placeOf?.(sites);
  const query = check("query", schemaOf(route, place, sites), given.query);
  const faults = [...path.faults, ...query.faults, ...route.headerFaults(incoming.headers)];
  if (faults.length > 0 || !path.value) refuse(faults);
  const { site: siteId, bank, rack, id = 0, lookup = "" } = path.value;
  const request: ApiRequest = {
    ...incoming,
    sites,
    query: query.value,
    event: id,
    key: lookup,
    body: undefined,
  };
  const located =
    siteId === undefined ? request : locate(request, site, { siteId, bank, rack, component });
  if (route.body) located.body = await readJsonBody(incoming.raw, route.body);
  return located;
}

function locate(
  request: ApiRequest,
  shown: Site | undefined,
  { siteId, bank, rack, component = "bank" }: Named & { siteId: number },
): SiteRequest {
  const site = shown ?? siteAt(request.sites, siteId);
  checkPlace(site, bank, rack);
  return { ...request, site, component, bank, rack };
}

type Named = Partial<Pick<SiteRequest, "bank" | "rack" | "component">>;

const schemas = new WeakMap<Route, WeakMap<Site, Map<string, z.ZodType>>>();

/** Making the schema of a place takes far longer than using it. */
function schemaOf(route: Route, place: Place | undefined, sites: readonly Site[]): z.ZodType {
  if (!place) return route.query(undefined, sites);
  const ofSites = schemas.get(route) ?? new WeakMap<Site, Map<string, z.ZodType>>();
  const ofPlace = ofSites.get(place.site) ?? new Map<string, z.ZodType>();
  const name = `${place.component} ${sites.map(({ id }) => id).join()}`;
  const schema = ofPlace.get(name) ?? route.query(place, sites);
  schemas.set(route, ofSites.set(place.site, ofPlace.set(name, schema)));
  return schema;
}
