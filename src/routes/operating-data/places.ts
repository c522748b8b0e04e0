import { schemaReference } from "../../response/page.ts";
import { type Component, capitalised } from "../../site/site.ts";

export type ListPlace = {
  path: string;
  component: Component;
  /** Suffix of its operation ids: listBank, latestBank … */
  id: string;
  what: string;
  hasLatest: boolean;
};

const BANK = "operating-sites/{site}/banks/{bank}/";
const RACKS = `${BANK}racks/`;

/** Lists of operating data. All but the racks of a bank have a `latest/` row. */
export const PLACES: readonly ListPlace[] = [
  { path: BANK, component: "bank", id: "Bank", what: "a bank", hasLatest: true },
  { path: RACKS, component: "rack", id: "Racks", what: "all racks of a bank", hasLatest: false },
  { path: `${RACKS}{rack}/`, component: "rack", id: "Rack", what: "a rack", hasLatest: true },
  {
    path: "operating-sites/{site}/pcs/",
    component: "pcs",
    id: "Pcs",
    what: "the PCS",
    hasLatest: true,
  },
  {
    path: "operating-sites/{site}/etc/",
    component: "etc",
    id: "Etc",
    what: "the sensors",
    hasLatest: true,
  },
];

/** Schema of a component's rows at any site; dev/build/openapi-lists.ts makes it. */
export const rowName = (component: Component): string => `${capitalised(component)}Row`;

/** Schema of rows whose names depend on a key. */
export const DEIDENTIFIED_ROW = "DeidentifiedRow";

export const rowReference = (component: Component) => schemaReference(rowName(component));
