import type { KeyValue } from "hyparquet";
import type { FileContent } from "../../../site/file-name.ts";
import { type Column, type Site, wireName } from "../../../site/site.ts";
import { utcText } from "../../../time/instant.ts";

/** What a file of rows is of. */
export type Table = Omit<FileContent, "siteId"> & { site: Site; columns: readonly Column[] };

/** What the file says of itself. Of hidden columns it says nothing: a unit narrows down what it may be. */
export function keyValues(table: Table): KeyValue[] {
  const { site, component, bank, rack, start, end, isDeidentified = false, profile } = table;
  const time = (micros: number | undefined) => (micros === undefined ? null : utcText(micros));
  const shown = table.columns.filter(({ wire }) => !isDeidentified || wire === undefined);
  const units = shown.flatMap((column) => (column.unit ? [[wireName(column), column.unit]] : []));
  const values = {
    site: { id: site.id, name: site.name, time_zone: site.timeZone },
    source: { component, bank_id: bank ?? null, rack_id: rack ?? null },
    range: { start: time(start), end: time(end) },
    units: Object.fromEntries(units),
    deidentified: isDeidentified,
    ...(profile === undefined ? {} : { profile }),
  };
  return Object.entries(values).map(([name, value]) => ({
    key: `ess.${name}`,
    value: JSON.stringify(value),
  }));
}
