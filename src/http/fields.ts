import { nearest } from "../sites/nearest.ts";
import { type Column, type Place, wireName } from "../sites/site.ts";
import { type Reading, wrong } from "./parameter.ts";

/** The columns that a query asks for, in the catalog's order. */
export function columnsOf(
  { site, component }: Place,
  {
    fields,
    omit = [],
  }: { fields?: readonly string[] | undefined; omit?: readonly string[] | undefined },
): Column[] {
  return site.components[component].filter((column) => {
    const name = wireName(column);
    return (fields === undefined || fields.includes(name)) && !omit.includes(name);
  });
}

/** Reads names of fields; without a place, for documentation, any name will do. */
export function readFields(text: string, place: Place | undefined): Reading<string[]> {
  const names = text.split(",").map((name) => name.trim().toLowerCase());
  if (!place) return { value: names };
  const known = place.site.components[place.component].map(wireName);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return { value: names };
  const shown = unknown.slice(0, 5).map((name) => {
    const guess = nearest(name, known);
    return `"${name.slice(0, 60)}"${guess ? ` (${guess}?)` : ""}`;
  });
  return wrong(
    "unknown_field",
    `사이트 ${place.site.id}의 ${place.component}에 없는 필드입니다: ${shown.join(", ")}`,
    `site ${place.site.id} has no such field in ${place.component}: ${shown.join(", ")}`,
    known,
  );
}
