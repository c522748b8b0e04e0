import type { Access } from "../../domain/access/scopes.ts";
import { deidentified } from "../../request/deid.ts";
import type { ShownSite } from "../../request/route.ts";
import type { Component } from "../../site/site.ts";
import { DEIDENTIFIED_ROW, rowName } from "./places.ts";

/** A view of operating data: raw, or with sensitive names replaced. Both have the same operations. */
export type View = {
  /** Prefix of `operating-sites/` in its paths. */
  path: "" | "di/";
  /** Infix of its operation ids, and suffix of its summaries. */
  id: string;
  note: string;
  access: Access;
  /** The site with the column names and order of the response. */
  shown: ShownSite;
  /** Schema of its rows in the OpenAPI document. */
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
