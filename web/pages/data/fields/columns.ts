import type { Schemas } from "../../../api/paths";
import { unitText } from "../../../ui/numbers";

export type CatalogColumn = Pick<
  Schemas["OperatingSite"]["components"][string]["columns"][number],
  "name" | "type" | "unit" | "description"
>;

/** A field of the file. De-identified fields have no description. */
export type Field = {
  name: string;
  unit: string | null;
  description: { ko: string; en: string } | undefined;
};

export const GROUPS = ["keys", "measures", "states", "hidden"] as const;
export type Group = (typeof GROUPS)[number];

/** Fields by file name, with their catalog entries. */
export const fieldsOf = (names: readonly string[], catalog: readonly CatalogColumn[]): Field[] =>
  names.map((name) => {
    const known = catalog.find((column) => column.name === name);
    return { name, unit: known?.unit ?? null, description: known?.description };
  });

/** Display unit; empty for ratios. */
export const shownUnit = ({ unit }: Field): string | undefined =>
  unit === null || unit === "1" ? undefined : unitText(unit);

export function groupOf({ name, unit, description }: Field): Group {
  if (name === "timestamp" || name.endsWith("_id")) return "keys";
  if (!description) return "hidden";
  return unit === null ? "states" : "measures";
}

/** Fields whose name, unit or description contains all words of a search. */
export function found(fields: readonly Field[], search: string): Field[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return fields.filter((field) => {
    const { name, description } = field;
    const text = [name, shownUnit(field), description?.ko, description?.en].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
