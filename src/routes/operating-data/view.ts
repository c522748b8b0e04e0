import type { Access } from "../../domain/access/scopes.ts";
import { deidentified } from "../../request/deid.ts";
import type { ShownSite } from "../../request/route.ts";
import type { Component } from "../../site/site.ts";
import { rowReference } from "./places.ts";

/** How operating data are shown: as they are, or with sensitive names replaced. Both are the same operations. */
export type View = {
  /** What stands before `operating-sites/` in its paths. */
  path: "" | "di/";
  /** What its operation ids and its summaries have in addition. */
  id: string;
  note: string;
  access: Access;
  /** The site whose names and order of columns go out. */
  shown: ShownSite;
  rowSchema: (component: Component) => ReturnType<typeof rowReference> | typeof ANY_ROW;
};

/** Rows whose names depend on a key: the document must not know them, nor their order. */
const ANY_ROW = {
  type: "object" as const,
  description:
    "Names of the catalog where they are not sensitive, then identifiers; /api/ess/di/policy/ says how these are made",
  additionalProperties: true as const,
};

export const RAW: View = {
  path: "",
  id: "",
  note: "",
  access: "raw:read",
  shown: (site) => site,
  rowSchema: rowReference,
};

export const DEIDENTIFIED: View = {
  path: "di/",
  id: "Deidentified",
  note: ", de-identified",
  access: "di:read",
  shown: deidentified,
  rowSchema: () => ANY_ROW,
};

export const VIEWS: readonly View[] = [RAW, DEIDENTIFIED];
