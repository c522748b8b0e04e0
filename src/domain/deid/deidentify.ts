import { COMPONENTS, type Column, type Place, type Site, wireName } from "../../site/site.ts";
import { identifierOf, innerKeyOf } from "./identifier.ts";
import { omittedIn } from "./omission.ts";
import type { Policy } from "./policy.ts";
import { isSensitive } from "./rule.ts";

/** Two columns of a component would have one name. Which ones is not said: it would tell of the mapping. */
export class IdentifierCollision extends Error {
  override name = "IdentifierCollision";
}

const made = new WeakMap<Policy, Map<Site, Site>>();

/**
 * The site as its de-identified answers show it: sensitive columns have identifiers for names and, with a key,
 * an order that tells nothing. Made once for a policy. What is kept is the site and not its promise: a worker
 * must not wait for what another request, perhaps given up, has begun.
 * @throws {IdentifierCollision}
 */
export async function deidentify(site: Site, policy: Policy): Promise<Site> {
  const known = made.get(policy)?.get(site);
  if (known) return known;
  const components = await Promise.all(
    COMPONENTS.map(async (component) => [
      component,
      await treatColumns({ site, component }, policy),
    ]),
  );
  const treated: Site = { ...site, components: Object.fromEntries(components) };
  made.set(policy, (made.get(policy) ?? new Map<Site, Site>()).set(site, treated));
  return treated;
}

async function treatColumns(place: Place, policy: Policy): Promise<Column[]> {
  const omitted = omittedIn(place.site, place.component, policy.omissions ?? []);
  const kept = place.site.components[place.component].filter(({ name }) => !omitted.has(name));
  const columns = await Promise.all(
    kept.map((column) =>
      isSensitive(column, place, policy.mode) ? hide(column, place, policy) : column,
    ),
  );
  refuseCollisions(columns);
  return policy.mode === "plain" ? columns : ordered(columns);
}

const HIDDEN = { ko: "비식별 처리된 컬럼", en: "De-identified column" };

/** What describes the column goes with its name, so that no answer can show it by accident. */
async function hide(column: Column, place: Place, policy: Policy): Promise<Column> {
  const wire = await identifierOf(column, place, policy);
  if (policy.mode === "plain") return { ...column, wire };
  const { name, type } = column;
  const hidden = { name, type, wire, description: HIDDEN };
  return type === "text"
    ? { ...hidden, innerKey: await innerKeyOf(column, place, policy) }
    : hidden;
}

/** @throws {IdentifierCollision} */
export function refuseCollisions(columns: readonly Column[]): void {
  if (new Set(columns.map(wireName)).size < columns.length) {
    throw new IdentifierCollision("two columns of a component have the same identifier");
  }
}

/** Names that stay first, in the catalog's order; then identifiers by their own order, which is random. */
function ordered(columns: readonly Column[]): Column[] {
  const hidden = columns.filter(({ wire }) => wire !== undefined);
  const shown = columns.filter(({ wire }) => wire === undefined);
  return [...shown, ...hidden.sort((a, b) => (wireName(a) < wireName(b) ? -1 : 1))];
}
