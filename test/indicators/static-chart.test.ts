import { describe, expect, it } from "vitest";
import { anchorsOf, CLASSES, type Degrees, degreesOf } from "../../src/domain/indicators/fuzzy.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { CHARTS, type ChartName, staticChart } from "../../src/domain/indicators/static-chart.ts";

const names = Object.keys(CHARTS) as ChartName[];
const SITE_1 = PROFILES["33J"];

describe("the chart of the input sets", () => {
  it("of over-voltage and under-voltage has the rows that clients draw", () => {
    // Values P; the row and its keys S (web:index.js).
    expect(staticChart("over_voltage_safety", SITE_1)[1]).toEqual({
      negligible_x: 4,
      negligible_y: 1,
      marginal_x: 4.025,
      marginal_y: 1,
      neutral_x: 4.05,
      neutral_y: 1,
      critical_x: 4.075,
      critical_y: 1,
      catastrophic_x: 4.1,
      catastrophic_y: 1,
    });
    expect(staticChart("under_voltage_safety", SITE_1)[0]).toEqual({
      negligible_x: 3.25,
      negligible_y: 0,
      marginal_x: 3.2,
      marginal_y: 0,
      neutral_x: 3.1,
      neutral_y: 0,
      critical_x: 3,
      critical_y: 0,
      catastrophic_x: 2.85,
      catastrophic_y: 1,
    });
  });

  it("begins at 0 for an imbalance", () => {
    expect(staticChart("voltage_imbalance_safety", SITE_1)[0]?.negligible_x).toBe(0);
    expect(staticChart("temperature_imbalance_safety", SITE_1)[0]?.negligible_x).toBe(10);
  });

  it.each(names)(
    "%s goes from low to high and shows the degrees that are reckoned with",
    (name) => {
      for (const profile of Object.values(PROFILES)) {
        const rows = staticChart(name, profile);
        const anchors = anchorsOf(profile.limits[CHARTS[name]]);
        expect(rows).toHaveLength(3);
        CLASSES.forEach((key, index) => {
          const lower = key.toLowerCase() as Lowercase<typeof key>;
          const xs = rows.map((row) => row[`${lower}_x`]);
          expect(xs).toEqual(xs.toSorted((a, b) => a - b));
          for (const row of rows) {
            const degrees: Degrees = degreesOf(row[`${lower}_x`], anchors);
            expect(row[`${lower}_y`], `${key} at ${row[`${lower}_x`]}`).toBeCloseTo(
              degrees[index] ?? Number.NaN,
              4,
            );
          }
        });
      }
    },
  );
});
