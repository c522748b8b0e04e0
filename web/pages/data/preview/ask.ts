import { askAt } from "../request/ask";
import { fieldsText } from "../request/fields";
import type { Row } from "../request/formats";
import { banksOf, type DataRequest, listAddress } from "../request/request";
import { firstRows, KEY_FIELDS, withFields } from "./sample";

export type Sample = {
  /** Number of rows of the request. */
  rows: number;
  /** First rows, with the selected fields. */
  first: Row[];
};

const MOST_ROWS = 20;

/** Exact row count and first rows, from one short page per bank. */
export async function askSample(
  request: DataRequest,
  all: readonly string[],
  chosen: readonly string[],
  signal: AbortSignal,
): Promise<Sample> {
  const keys = KEY_FIELDS.filter((name) => all.includes(name));
  const fields = fieldsText(all, new Set([...chosen, ...keys]));
  const asked = { ...request, fields: undefined, omit: undefined, ...fields };
  const banks = banksOf(request);
  const pages = await Promise.all(
    (banks.length > 0 ? banks : [undefined]).map(async (bank) => {
      const address = listAddress(asked, bank, { page_size: String(MOST_ROWS) });
      return (await (await askAt(address, { signal })).json()) as { count: number; results: Row[] };
    }),
  );
  return {
    rows: pages.reduce((sum, { count }) => sum + count, 0),
    first: firstRows(
      pages.map(({ results }) => results),
      MOST_ROWS,
    ).map((row) => withFields(row, chosen)),
  };
}

/** Columns of a de-identified file, which only its header lists. */
export async function askColumns(request: DataRequest, signal: AbortSignal): Promise<string[]> {
  const path = `/api/ess/download/di/operating-sites/${request.siteId}/${request.component}/`;
  // A day before the first row, so that nothing is counted.
  const { headers } = await askAt(`${path}?date=2000-01-01`, { method: "HEAD", signal });
  return (headers.get("ess-columns") ?? "").split(",");
}
