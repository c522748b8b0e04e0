import type { Access } from "../../domain/access/scopes.ts";
import { deidentified } from "../../request/deid.ts";
import type { ShownSite } from "../../request/route.ts";
import type { Component } from "../../site/site.ts";
import { DEIDENTIFIED_ROW, rowName } from "./places.ts";

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
  /** The schema of its rows. */
  rowName: (component: Component) => string;
};

export const RAW: View = {
  path: "",
  id: "",
  note: "",
  access: "raw:read",
  shown: (site) => site,
  rowName,
};

export const DEIDENTIFIED: View = {
  path: "di/",
  id: "Deidentified",
  note: ", de-identified",
  access: "di:read",
  shown: deidentified,
  rowName: () => DEIDENTIFIED_ROW,
};

export const VIEWS: readonly View[] = [RAW, DEIDENTIFIED];
