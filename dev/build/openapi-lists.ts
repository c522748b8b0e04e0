import { pageEnvelope } from "../../src/response/page.ts";
import { DEIDENTIFIED_ROW, rowName } from "../../src/routes/operating-data/places.ts";
import { sites } from "../../src/site/registry/registry.ts";
import {
  COMPONENTS,
  type ColumnType,
  type Component,
  capitalised,
  wireName,
} from "../../src/site/site.ts";

/*
 * Schemas of lists, which contracts refer to by name: the row, a page of rows, and all rows as an array. They are
 * made here, because the worker has no use for them.
 */

type JsonType = "string" | "integer" | "number" | "object";

/** JSON types of a column; any of them may be null. */
const JSON_TYPES: Record<ColumnType, readonly JsonType[]> = {
  timestamptz: ["string", "integer"],
  integer: ["integer"],
  "double precision": ["number"],
  text: ["object"],
};

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** `Site1Bank` …: the rows of a component at each site, from the site's definition. */
const siteRows = (component: Component) =>
  sites.map((site) => ({
    name: `Site${site.id}${capitalised(component)}`,
    schema: {
      type: "object" as const,
      description: `Row of ${component} at site ${site.id} (${site.name.en}). \`fields\` and \`omit\` leave columns out`,
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

/** Their names depend on a key, which the document must not know, nor their order. */
const deidentifiedRow = {
  type: "object" as const,
  description:
    "Columns that are not sensitive have their own names; the others have identifiers. `/api/ess/di/policy/` describes how identifiers are made",
  additionalProperties: true as const,
};

/** A page of rows and the same rows as an array: two types, so that a client can tell them apart. */
const listsOf = (row: string) => {
  const rows = { type: "array" as const, items: reference(row) };
  return [
    {
      name: `${row}Page`,
      schema: { ...pageEnvelope(rows), description: "One page, with links to the pages beside it" },
    },
    { name: `${row}List`, schema: { ...rows, description: "All rows, with `no_page=true`" } },
  ];
};

/** All schemas of rows and lists, by name. */
export const listSchemas = () => [
  ...COMPONENTS.flatMap((component) => {
    const rows = siteRows(component);
    const row = rowName(component);
    return [
      ...rows,
      { name: row, schema: { anyOf: rows.map(({ name }) => reference(name)) } },
      ...listsOf(row),
    ];
  }),
  { name: DEIDENTIFIED_ROW, schema: deidentifiedRow },
  ...listsOf(DEIDENTIFIED_ROW),
  ...listsOf("ProtectionEvent"),
];
