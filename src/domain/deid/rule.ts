import type { Column, Place } from "../../site/site.ts";
import type { Policy } from "./policy.ts";

const WORDS = ["fault", "warning", "protection"];

/** The rule of the platform that we replace: it looks at the name alone. */
export const foundByRule = ({ name }: Pick<Column, "name">): boolean =>
  WORDS.some((word) => name.toLowerCase().includes(word));

const listed = ({ name }: Column, { site, component }: Place): boolean =>
  site.sensitive?.[component]?.includes(name) ?? false;

/** Whether a column's name is hidden. Plain mode is what the original did, and so by its rule alone. */
export const isSensitive = (column: Column, place: Place, mode: Policy["mode"]): boolean =>
  foundByRule(column) || (mode === "keyed" && listed(column, place));
