import { expect, test } from "vitest";
import { findSite, sites } from "../../../src/site/registry/registry";
import { wireName } from "../../../src/site/site";
import { fieldOf } from "../../../web/api/field";
import { columnsOf, type Place, type Quantity, UNITS } from "../../../web/pages/site/common/place";

const placeIn = (id: number, rack?: number) => ({ site: { id }, bank: 1, rack }) as Place;

test.each(sites.map(({ id }) => id))("site %d has the fields of the overview", (id) => {
  expect(columnsOf(placeIn(id))).toEqual({
    soc: "bank_soc",
    soh: "bank_soh",
    power: "bank_power",
    current: "bank_dc_current",
    dcVoltage: "bank_dc_volt",
    maxVoltage: "max_cell_voltage_of_bank",
    minVoltage: "min_cell_voltage_of_bank",
    maxTemperature: "max_cell_temperature_of_bank",
    minTemperature: "min_cell_temperature_of_bank",
  });
  expect(columnsOf(placeIn(id, 1))).toEqual({
    soc: "rack_soc",
    soh: "rack_soh",
    power: undefined,
    current: "rack_current",
    dcVoltage: "rack_voltage",
    maxVoltage: "rack_max_cell_voltage",
    minVoltage: "rack_min_cell_voltage",
    maxTemperature: "rack_max_cell_temperature",
    minTemperature: "rack_min_cell_temperature",
  });
});

test.each(sites.map(({ id }) => id))("the units of site %d are those of its definition", (id) => {
  const columns = findSite(id)?.components.bank ?? [];
  for (const [quantity, name] of Object.entries(columnsOf(placeIn(id)))) {
    const column = columns.find((one) => wireName(one) === name);
    expect(column?.unit, quantity).toBe(UNITS[quantity as Quantity]);
  }
});

test("a site without a definition has no fields", () => {
  expect(fieldOf(9, "bank", "soc")).toBeUndefined();
});
