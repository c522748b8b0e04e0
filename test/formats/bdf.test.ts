import { expect, test } from "vitest";
import { bdfColumns } from "../../src/response/formats/bdf.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS, wireName } from "../../src/site/site.ts";

/** Labels that battery-data-format 1.x and its ontology have, and the columns that BDF asks of every file. */
const LABELS = [
  "Test Time / s",
  "Unix Time / s",
  "Voltage / V",
  "Current / A",
  "Power / W",
  "Surface Temperature / degC",
];
const REQUIRED = ["Test Time / s", "Voltage / V", "Current / A"];

test("banks and racks of every site have what BDF asks for, under its labels; nothing else has a column", () => {
  for (const { components } of sites) {
    for (const component of COMPONENTS) {
      const names = bdfColumns(component, components[component], 0).map(wireName);
      const isBattery = component === "bank" || component === "rack";
      expect(names).toEqual(expect.arrayContaining(isBattery ? REQUIRED : []));
      expect(names.filter((name) => !LABELS.includes(name))).toEqual([]);
      expect(names.length > 0).toBe(isBattery);
    }
  }
});

test("a unit that differs is converted, and every column has the unit of its label", () => {
  for (const { components } of sites) {
    for (const component of ["bank", "rack"] as const) {
      const columns = components[component];
      for (const { name, unit, wire = "", conversion } of bdfColumns(component, columns, 7)) {
        expect(wire.endsWith(` / ${unit}`), wire).toBe(true);
        const source = columns.find((column) => column.name === name);
        if (source?.unit === "kW") expect(conversion).toEqual({ times: 1000 });
        else if (name !== "TIMESTAMP")
          expect([source?.unit, conversion]).toEqual([unit, undefined]);
      }
    }
  }
});

test("time counts from the start of the range, and from 1970", () => {
  const [test, unix] = bdfColumns("bank", sites[0]?.components.bank ?? [], 7);
  expect([test?.conversion, unix?.conversion]).toEqual([{ secondsSince: 7 }, { secondsSince: 0 }]);
});

test("a column that is hidden is not shown under another name", () => {
  const hidden = (sites[0]?.components.bank ?? []).map((column) =>
    column.name === "BANK_POWER" ? { ...column, wire: "bk_1a2b" } : column,
  );
  expect(bdfColumns("bank", hidden, 0).map(wireName)).not.toContain("Power / W");
});
