import { fileName } from "../../../../src/site/file-name";
import type { Component } from "../../../../src/site/site";
import { parameterText } from "../../../ui/times";
import { FORMATS, type Format, type FormatName } from "./formats";

/** Original or de-identified column names. */
export type Names = "raw" | "di";

/** Rows, fields and format to request. */
export type DataRequest = {
  siteId: number;
  timeZone: string;
  /** All banks of the site. */
  banks: readonly number[];
  component: Component;
  bank?: number | undefined;
  rack?: number | undefined;
  names: Names;
  /** Seconds since 1970, [from, to). */
  from: number;
  to: number;
  /** Only these fields, or all except these. */
  fields?: string | undefined;
  omit?: string | undefined;
  format: FormatName;
};

type Sources = Pick<DataRequest, "component" | "bank" | "banks">;

export const formatOf = ({ format }: DataRequest): Format => FORMATS[format];

/** Selected banks; empty for a component without banks. */
export function banksOf({ component, bank, banks }: Sources): readonly number[] {
  if (component === "pcs" || component === "etc") return [];
  return bank === undefined ? banks : [bank];
}

/** Whether a format supports the selection. A list covers one bank. */
export const isPossible = (sources: Sources, format: FormatName): boolean =>
  FORMATS[format].from === "file" || banksOf(sources).length <= 1;

/** Path and query of the rows, as a file or as a list. */
export function addressOf(
  request: DataRequest,
  extra: Readonly<Record<string, string>> = {},
): string {
  const format = formatOf(request);
  if (format.from === "list") {
    return listAddress(request, banksOf(request)[0], { ...format.query, ...extra });
  }
  const { siteId, component, names, bank, rack } = request;
  const path = `/api/ess/download/${prefixOf(names)}operating-sites/${siteId}/${component}/`;
  return (
    path +
    queryText({
      ...rangeQuery(request),
      bank,
      rack,
      ...fieldsQuery(request),
      ...format.query,
      ...extra,
    })
  );
}

/** Path and query of the list of a bank; `bank` is undefined for a component without banks. */
export const listAddress = (
  request: DataRequest,
  bank: number | undefined,
  extra: Readonly<Record<string, string>>,
): string =>
  listPath(request, bank) +
  queryText({ ...rangeQuery(request), ...fieldsQuery(request), ...extra });

export function listPath(
  { siteId, component, names, rack }: DataRequest,
  bank: number | undefined,
): string {
  const site = `/api/ess/${prefixOf(names)}operating-sites/${siteId}/`;
  if (bank === undefined) return `${site}${component}/`;
  const racks = rack === undefined ? "racks/" : `racks/${rack}/`;
  return `${site}banks/${bank}/${component === "rack" ? racks : ""}`;
}

/** File name that the service would give. */
export function fileNameOf(request: DataRequest): string {
  const { siteId, component, bank, rack, names, from, to } = request;
  const [start, end] = [from * 1_000_000, to * 1_000_000];
  const isDeidentified = names === "di";
  const content = { siteId, component, isDeidentified, bank, rack, start, end };
  return fileName(content, formatOf(request).extension);
}

const prefixOf = (names: Names): string => (names === "di" ? "di/" : "");

export const rangeQuery = ({ from, to, timeZone }: DataRequest) => ({
  "start-time": parameterText(from, timeZone),
  "end-time": parameterText(to, timeZone),
});

const fieldsQuery = ({ fields, omit }: DataRequest) => ({ fields, omit });

/** Readable query string: colons and commas are not escaped. */
export function queryText(parts: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parts).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(given).toString();
  return text === "" ? "" : `?${text.replaceAll("%3A", ":").replaceAll("%2C", ",")}`;
}
