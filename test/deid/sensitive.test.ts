import { describe, expect, it } from "vitest";
import { foundByRule, isSensitive } from "../../src/domain/deid/rule.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { COMPONENTS, KEYS } from "../../src/site/site.ts";

const tables = sites.flatMap((site) =>
  COMPONENTS.map((component) => ({
    id: site.id,
    component,
    place: { site, component },
    columns: site.components[component],
    listed: site.sensitive?.[component] ?? [],
  })),
);

/** Words by which the catalog calls an abnormal state, apart from those of the original's rule. */
const ABNORMAL =
  /FLT|ERR|ALARM|EMERGENCY|E_STOP|OVERHEAT|OVERLOAD|^O[VC]_|^UV_|UNB|^OFFSET|FUSE_OPEN|FREQ_(LOW|HIGH)|TRIP|TVOC|STOP_OF|_COMMUNICATION_|^SEQ_|^INTER_/;

describe.each(tables)(
  "what is sensitive in $component of site $id",
  ({ place, columns, listed }) => {
    it("lists columns that exist, once, and none that the rule finds by itself", () => {
      const names = columns.map(({ name }) => name);
      expect(listed.filter((name) => !names.includes(name))).toEqual([]);
      expect(listed.filter((name, i) => listed.indexOf(name) !== i)).toEqual([]);
      expect(listed.filter((name) => foundByRule({ name }))).toEqual([]);
    });

    it("has every column whose name tells of an abnormal state", () => {
      const missed = columns.filter(
        (column) => ABNORMAL.test(column.name) && !isSensitive(column, place, "keyed"),
      );
      expect(missed.map(({ name }) => name)).toEqual([]);
    });

    it("leaves the keys and everything that is measured in a unit of energy, power or temperature", () => {
      const hidden = columns.filter((column) => isSensitive(column, place, "keyed"));
      const keys = KEYS[place.component];
      expect(hidden.filter(({ name }) => keys.includes(name))).toEqual([]);
      // DI_TEMP is the contact of a thermostat, whatever its unit says.
      const measured = hidden.filter(({ unit }) =>
        ["kW", "kWh", "kvar", "degC", "%RH"].includes(unit ?? ""),
      );
      expect(measured.map(({ name }) => name).filter((name) => name !== "DI_TEMP")).toEqual([]);
    });

    it("is in plain mode what the rule finds, without the list", () => {
      for (const column of columns) {
        expect(isSensitive(column, place, "plain"), column.name).toBe(foundByRule(column));
      }
    });
  },
);

it("hides this many columns with a key", () => {
  const counts = Object.fromEntries(
    sites.map((site) => [
      site.id,
      COMPONENTS.map(
        (component) =>
          site.components[component].filter((c) => isSensitive(c, { site, component }, "keyed"))
            .length,
      ),
    ]),
  );
  expect(counts).toEqual({ 1: [32, 23, 61, 0], 2: [31, 25, 21, 0], 3: [31, 25, 32, 0] });
});
