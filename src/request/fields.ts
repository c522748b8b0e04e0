import { nearest } from "../site/nearest.ts";
import { isRolled, measuredColumns } from "../site/rollup.ts";
import { type Column, type Place, wireName } from "../site/site.ts";
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
    `must name fields of ${place.component} at site ${place.site.id}. Unknown: ${shown.join(", ")}`,
    known,
  );
}

/** Columns with numbers that measure or count; ids and times are none. */
const isNumeric = ({ name, type }: Column): boolean =>
  (type === "double precision" || type === "integer") && !name.endsWith("_ID");

/** Database names of the requested numeric columns; by default the columns that have rollups. */
export function numericColumns(
  { site, component }: Place,
  fields: readonly string[] | undefined,
): string[] {
  const numeric = site.components[component].filter(isNumeric);
  if (fields) return numeric.filter((c) => fields.includes(wireName(c))).map(({ name }) => name);
  return isRolled(component) ? measuredColumns(site, component) : numeric.map(({ name }) => name);
}

/** Reads names of numeric fields, up to a limit. */
export function readNumericFields(
  text: string,
  place: Place | undefined,
  most: number,
): Reading<string[]> {
  const read = readFields(text, place);
  if (!("value" in read) || !place) return read;
  const numeric = place.site.components[place.component].filter(isNumeric).map(wireName);
  const other = read.value.find((name) => !numeric.includes(name));
  if (other !== undefined) {
    return wrong(
      "not_numeric",
      `숫자 열이어야 합니다. 숫자가 아닌 열: "${other}"`,
      `"${other}" is not a numeric column`,
      numeric,
    );
  }
  const names = [...new Set(read.value)];
  if (names.length <= most) return { value: names };
  return wrong("too_many", `${most}개까지 지정할 수 있습니다`, `must have at most ${most} names`);
}
