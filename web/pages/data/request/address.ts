import { COMPONENTS, type Component } from "../../../../src/site/site";
import type { Schemas } from "../../../api/paths";
import { secondsOf } from "../../../ui/times";
import { FORMAT_NAMES } from "./formats";
import { type Extent, presetRange, type TimeRange } from "./range";
import { type DataRequest, isPossible, type Names } from "./request";

type Site = Pick<
  Schemas["OperatingSite"],
  "id" | "time_zone" | "banks" | "components" | "database"
>;
type Query = Readonly<Record<string, string | undefined>>;

/** Selection in the URL. */
export type Choice = Pick<DataRequest, "component" | "bank" | "rack" | "names" | "format"> & {
  site: Site;
  /** Undefined if there are no rows. */
  extent: Extent | undefined;
  /** Undefined if the URL has no valid range. */
  range: TimeRange | undefined;
  /** Undefined without a range. */
  request: DataRequest | undefined;
};

/** Parses the URL. Missing and invalid values get defaults: first site, banks, all of them, latest day. */
export function readChoice(
  query: Query,
  sites: readonly Site[],
  mayHave: readonly Names[],
): Choice | undefined {
  const site = sites.find(({ id }) => String(id) === query["site"]) ?? sites[0];
  if (!site) return undefined;
  const component = COMPONENTS.find((name) => name === query["component"]) ?? "bank";
  const extent = extentOf(site, component);
  const range = rangeOf(query, site, extent);
  const rows = {
    component,
    ...sourceIn(query, site, component),
    names: mayHave.find((names) => names === query["names"]) ?? mayHave[0] ?? "raw",
  };
  const banks = site.banks.map(({ bank_id }) => bank_id);
  const format =
    FORMAT_NAMES.find((name) => name === query["format"] && isPossible({ ...rows, banks }, name)) ??
    "csv";
  const request = range && {
    siteId: site.id,
    timeZone: site.time_zone,
    banks,
    ...rows,
    ...range,
    fields: query["fields"],
    omit: query["omit"],
    format,
  };
  return { site, ...rows, format, extent, range, request };
}

function rangeOf(query: Query, site: Site, extent: Extent | undefined): TimeRange | undefined {
  const newest = extent && presetRange("day", extent);
  const bound = (text: string | undefined, usual: number | undefined) =>
    text === undefined ? usual : secondsOf(text, site.time_zone);
  const [from, to] = [bound(query["from"], newest?.from), bound(query["to"], newest?.to)];
  return from !== undefined && to !== undefined && from < to ? { from, to } : undefined;
}

/** Bank and rack, if component and site have them. */
function sourceIn(
  query: Query,
  site: Site,
  component: Component,
): Pick<DataRequest, "bank" | "rack"> {
  if (component === "pcs" || component === "etc") return {};
  const [first, second] = site.banks;
  const named = site.banks.find(({ bank_id }) => String(bank_id) === query["bank"]);
  const bank = named ?? (second ? undefined : first);
  const rack = Number(query["rack"]);
  const hasRack = component === "rack" && Number.isInteger(rack) && rack >= 1;
  if (bank && hasRack && rack <= bank.racks) return { bank: bank.bank_id, rack };
  return { bank: named?.bank_id };
}

function extentOf(site: Site, component: Component): Extent | undefined {
  const { earliest, latest } = site.components[component] ?? {};
  const first = earliest ? secondsOf(earliest, site.time_zone) : undefined;
  const last = latest ? secondsOf(latest, site.time_zone) : undefined;
  return first === undefined || last === undefined ? undefined : { earliest: first, latest: last };
}

/** Number of selected banks or racks; 1 for a component without them. */
export function sourceCount({ site, component, bank, rack }: Choice): number {
  if (component === "pcs" || component === "etc" || rack !== undefined) return 1;
  const banks = site.banks.filter(({ bank_id }) => bank === undefined || bank_id === bank);
  return component === "bank" ? banks.length : banks.reduce((sum, { racks }) => sum + racks, 0);
}
