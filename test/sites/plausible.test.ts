import { expect, it } from "vitest";
import { limitsOf } from "../../src/site/plausible.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS } from "../../src/site/site.ts";

const places = sites.flatMap((site) => COMPONENTS.map((component) => ({ site, component })));
const limits = (site: number, component: (typeof COMPONENTS)[number]) =>
  Object.fromEntries(
    limitsOf({ site: sites[site - 1] ?? (sites[0] as never), component }).map(
      ({ column, least, most, bit }) => [column.name, [bit, least, most]],
    ),
  );

it("gives every limited column a bit of its own, in the catalog's order, within 63", () => {
  for (const place of places) {
    const known = limitsOf(place);
    expect(known.map(({ bit }) => bit)).toEqual(known.map((_, i) => i));
    const order = known.map(({ column }) => place.site.components[place.component].indexOf(column));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(known.length).toBeLessThanOrEqual(63);
  }
});

it("limits charge, health, cells, temperatures and current of a rack", () => {
  expect(limits(2, "rack")).toEqual({
    RACK_SOC: [0, -0.5, 100.5],
    RACK_SOH: [1, -0.5, 100.5],
    RACK_CURRENT: [2, -400, 400],
    RACK_MAX_CELL_VOLTAGE: [3, 1, 5],
    RACK_MIN_CELL_VOLTAGE: [4, 1, 5],
    RACK_CELL_VOLTAGE_AVERAGE: [5, 1, 5],
    RACK_MAX_CELL_TEMPERATURE: [6, -40, 100],
    RACK_MIN_CELL_TEMPERATURE: [7, -40, 100],
    RACK_MAX_MODULE_TEMPERATURE: [8, -40, 100],
    RACK_MIN_MODULE_TEMPERATURE: [9, -40, 100],
  });
});

it("limits the current of a bank by the number of its racks", () => {
  expect(limits(1, "bank")["BANK_DC_CURRENT"]).toEqual([2, -3200, 3200]);
  expect(limits(2, "bank")["BANK_DC_CURRENT"]).toEqual([2, -3600, 3600]);
});

it("limits the air's temperature, and nothing of the PCS", () => {
  expect(limits(1, "etc")).toEqual({ SENSOR1_TEMPERATURE: [0, -40, 100] });
  for (const site of [1, 2, 3]) expect(limits(site, "pcs")).toEqual({});
});
