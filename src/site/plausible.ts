import type { Column, Component, Place, Role } from "./site.ts";

/** Values of a column that can be true, ends included; in a quality mask `bit` is set for any other one. */
export type Limit = { column: Column; least: number; most: number; bit: number };

type Rule = {
  components: readonly Component[];
  unit: string;
  /** Whether a column of that unit is meant, by its role. */
  covers: (role: Role | undefined) => boolean;
  range: (place: Place) => Range;
};

type Range = readonly [least: number, most: number];

/** What a cell, a sensor or a rack of a working battery can show, ends included. */
export const PLAUSIBLE = {
  percent: [-0.5, 100.5],
  cellVoltageV: [1, 5],
  temperatureC: [-40, 100],
  rackCurrentA: [-400, 400],
} as const satisfies Record<string, Range>;

const among =
  (...roles: readonly Role[]) =>
  (role: Role | undefined): boolean =>
    role !== undefined && roles.includes(role);

/** Power electronics get hotter: there is no rule for the PCS. */
const RULES: readonly Rule[] = [
  {
    components: ["bank", "rack"],
    unit: "%",
    covers: among("soc", "soh"),
    range: () => PLAUSIBLE.percent,
  },
  {
    components: ["bank", "rack"],
    unit: "V",
    covers: among("cell-voltage-max", "cell-voltage-min", "cell-voltage-mean"),
    range: () => PLAUSIBLE.cellVoltageV,
  },
  {
    components: ["bank", "rack", "etc"],
    unit: "degC",
    // Sensors of cells, modules and rooms alike.
    covers: (role) => role !== "cell-temperature-gap",
    range: () => PLAUSIBLE.temperatureC,
  },
  {
    components: ["rack"],
    unit: "A",
    covers: among("dc-current"),
    range: () => PLAUSIBLE.rackCurrentA,
  },
  {
    // Its racks stand side by side; the bank with the most of them sets the limit of the column.
    components: ["bank"],
    unit: "A",
    covers: among("dc-current"),
    range: ({ site }) => {
      const racks = Math.max(...site.banks.map((bank) => bank.racks));
      const [least, most] = PLAUSIBLE.rackCurrentA;
      return [least * racks, most * racks];
    },
  },
];

const known = new WeakMap<readonly Column[], Limit[]>();

/** The columns of a component whose values have limits, in the catalog's order: bit i is the i-th of them. */
export function limitsOf(place: Place): readonly Limit[] {
  const columns = place.site.components[place.component];
  let limits = known.get(columns);
  if (!limits) {
    limits = columns
      .flatMap((column) => {
        const rule = RULES.find(
          ({ components, unit, covers }) =>
            components.includes(place.component) && unit === column.unit && covers(column.role),
        );
        if (!rule) return [];
        const [least, most] = rule.range(place);
        return [{ column, least, most }];
      })
      .map((limit, bit) => ({ ...limit, bit }));
    known.set(columns, limits);
  }
  return limits;
}
