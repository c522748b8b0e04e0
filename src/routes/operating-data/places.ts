import { sites } from "../../site/registry/registry.ts";
import { type ColumnType, type Component, capitalised, wireName } from "../../site/site.ts";

export type ListPlace = {
  path: string;
  component: Component;
  /** Its name in operation ids: listBank, latestBank … */
  id: string;
  what: string;
  hasLatest: boolean;
};

const BANK = "operating-sites/{site}/banks/{bank}/";
const RACKS = `${BANK}racks/`;

/** The lists of operating data; every one but that of all racks of a bank also has a latest row. */
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

type JsonType = "string" | "integer" | "number" | "object";

/** JSON types of a column; any of them may be null. */
const JSON_TYPES: Record<ColumnType, readonly JsonType[]> = {
  timestamptz: ["string", "integer"],
  integer: ["integer"],
  "double precision": ["number"],
  text: ["object"],
};

/** JSON schemas of a component's rows, one per site, from the sites' definitions. */
export const rowSchemas = (component: Component) =>
  sites.map((site) => ({
    name: `Site${site.id}${capitalised(component)}`,
    schema: {
      type: "object" as const,
      description: `Row of ${component} at site ${site.id} (${site.name.en}); fields and omit leave some out`,
      properties: Object.fromEntries(
        site.components[component].map((column) => [
          wireName(column),
          {
            type: [...JSON_TYPES[column.type], "null" as const],
            description: column.description.en + (column.unit ? `, ${column.unit}` : ""),
          },
        ]),
      ),
    },
  }));

export const rowReference = (component: Component) => ({
  anyOf: rowSchemas(component).map(({ name }) => ({ $ref: `#/components/schemas/${name}` })),
});
