import { describe, expect, it } from "vitest";
import { sites } from "../../src/site/registry/registry.ts";
import { columnOf, requiredColumn } from "../../src/site/roles.ts";
import {
  COMPONENTS,
  FLAG_ROLES,
  MEASUREMENT_ROLES,
  type Role,
  type Site,
} from "../../src/site/site.ts";
import { FLAG_COLUMNS } from "../support/columns.ts";

const { "master-rack-communication-fault": ofBank, ...ofRack } = FLAG_COLUMNS;

/** What general code asks for, by the names of the catalog. */
const REQUIRED: Record<"bank" | "rack", Partial<Record<Role, string>>> = {
  bank: {
    soc: "BANK_SOC",
    soh: "BANK_SOH",
    power: "BANK_POWER",
    "dc-voltage": "BANK_DC_VOLT",
    "dc-current": "BANK_DC_CURRENT",
    "cell-voltage-max": "MAX_CELL_VOLTAGE_OF_BANK",
    "cell-voltage-min": "MIN_CELL_VOLTAGE_OF_BANK",
    "cell-temperature-max": "MAX_CELL_TEMPERATURE_OF_BANK",
    "cell-temperature-min": "MIN_CELL_TEMPERATURE_OF_BANK",
    "master-rack-communication-fault": ofBank,
  },
  rack: {
    soc: "RACK_SOC",
    soh: "RACK_SOH",
    "dc-voltage": "RACK_VOLTAGE",
    "dc-current": "RACK_CURRENT",
    "cell-voltage-max": "RACK_MAX_CELL_VOLTAGE",
    "cell-voltage-max-position": "RACK_MAX_CELL_VOLTAGE_POSITION",
    "cell-voltage-min": "RACK_MIN_CELL_VOLTAGE",
    "cell-voltage-min-position": "RACK_MIN_CELL_VOLTAGE_POSITION",
    "cell-voltage-gap": "RACK_CELL_VOLTAGE_GAP",
    "cell-voltage-mean": "RACK_CELL_VOLTAGE_AVERAGE",
    "cell-temperature-max": "RACK_MAX_CELL_TEMPERATURE",
    "cell-temperature-max-position": "RACK_MAX_CELL_TEMPERATURE_POSITION",
    "cell-temperature-min": "RACK_MIN_CELL_TEMPERATURE",
    "cell-temperature-min-position": "RACK_MIN_CELL_TEMPERATURE_POSITION",
    "cell-temperature-gap": "RACK_CELL_TEMPERATURE_GAP",
    "charge-current-sensor": "RACK_CURRENT_SENSOR_CHARGE",
    "discharge-current-sensor": "RACK_CURRENT_SENSOR_DISCHARGE",
    ...ofRack,
  },
};

describe.each(sites)("site $id", (site) => {
  it.each(["bank", "rack"] as const)("has every required role of a %s", (component) => {
    const found = Object.keys(REQUIRED[component]).map((role) => [
      role,
      columnOf(site, component, role as Role)?.name,
    ]);
    expect(Object.fromEntries(found)).toEqual(REQUIRED[component]);
  });

  it.each(COMPONENTS)("gives each role to at most one column of %s", (component) => {
    const roles = site.components[component].flatMap(({ role }) => role ?? []);
    expect(roles).toEqual([...new Set(roles)]);
  });
});

it("has no role that no column plays", () => {
  const played = Object.values(REQUIRED).flatMap((columns) => Object.keys(columns));
  expect([...MEASUREMENT_ROLES, ...FLAG_ROLES].filter((role) => !played.includes(role))).toEqual(
    [],
  );
});

describe("a column", () => {
  const site = sites[1] as Site;

  it("is found by its role, as the definition has it", () => {
    const column = site.components.rack.find(({ name }) => name === "RACK_VOLTAGE");
    expect(columnOf(site, "rack", "dc-voltage")).toBe(column);
    expect(requiredColumn(site, "rack", "dc-voltage")).toBe(column);
  });

  it("is undefined where the definition has none", () => {
    expect(columnOf(site, "rack", "power")).toBeUndefined();
    expect(columnOf(site, "etc", "soc")).toBeUndefined();
  });

  it("that is required and missing is named by site, component and role", () => {
    expect(() => requiredColumn(site, "rack", "power")).toThrow(
      'Site 2 has no rack column with the role "power". Add the role to a column of its definition.',
    );
  });
});
