import type { Level } from "../../src/domain/events/level.ts";
import type { Column } from "../../src/site/site.ts";
import { PROTECTIONS } from "./flags.ts";
import { bit } from "./rounding.ts";

export type Value = number | string | null;

/** How a component's columns follow from a reading, by column name. */
export type Values<Reading> = Record<string, (reading: Reading) => Value>;

/** Columns that always hold the same value. */
export const constants = (value: Value, names: readonly string[]): Record<string, () => Value> =>
  Object.fromEntries(names.map((name) => [name, () => value]));

/** `{"rack1":0,"rack2":0,…}`: all members quiet. */
export const jsonFlags = (stem: string, count: number): string =>
  JSON.stringify(
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${stem}${index + 1}`, 0])),
  );

/** The warning and fault columns of the protections; a fault keeps its warning set. */
export const protectionValues = <Reading extends { levels: readonly Level[] }>(): Values<Reading> =>
  Object.fromEntries(
    PROTECTIONS.flatMap(({ stem }, index) => [
      [`RACK_${stem}_WARNING`, (reading: Reading) => bit((reading.levels[index] ?? 0) >= 1)],
      [`RACK_${stem}_FAULT`, (reading: Reading) => bit(reading.levels[index] === 2)],
    ]),
  );

export const worst = (reading: { levels: readonly Level[] }): Level =>
  reading.levels.includes(2) ? 2 : reading.levels.includes(1) ? 1 : 0;

/** A column that the simulator does not know stays quiet. */
const quiet = (column: Column): Value => (column.type === "text" ? "{}" : 0);

/** A function from a reading to a row in the order of the columns. */
export const rowOf = <Reading>(
  columns: readonly Column[],
  values: Values<Reading>,
): ((reading: Reading) => Value[]) => {
  const functions = columns.map((column) => values[column.name] ?? (() => quiet(column)));
  return (reading) => functions.map((value) => value(reading));
};

/** Columns without a model of their own; they are filled with a quiet constant. */
export const unmodelled = (columns: readonly Column[], values: Record<string, unknown>): string[] =>
  columns.filter((column) => values[column.name] === undefined).map((column) => column.name);
