import { describe, expect, it } from "vitest";
import {
  defineProfile,
  fullFrom,
  PROFILES,
  QUANTITIES,
} from "../../src/domain/indicators/profiles.ts";
import { MEASURES, type Measure } from "../../src/domain/indicators/sample.ts";
import { subSafety } from "../../src/domain/indicators/sos.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { columnOf } from "../../src/site/roles.ts";
import type { Component } from "../../src/site/site.ts";
import { MEASURE_COLUMNS } from "../support/columns.ts";

const published = PROFILES.published.limits;

/** Warning, protection, k and the x100 that follows, by the closed form. [D] */
const CLOSED_FORM = [
  ["over_voltage", 4, 4.014316],
  ["under_voltage", 4, 3.342738],
  ["voltage_unbalance", 4, 0.157262],
  ["over_current", 4, 85.726231],
  ["over_temperature", 5, 47.318735],
  ["under_temperature", 5, 5.362529],
  ["temperature_unbalance", 5, 17.318735],
] as const;

/** The sub-function at the protection limit with the published constants. [D] */
const AT_PROTECTION = [
  ["over_voltage", 0.412083],
  ["under_voltage", 0.404124],
  ["voltage_unbalance", 0.408137],
  ["over_current", 0.40913],
  ["over_temperature", 0.329678],
  ["under_temperature", 0.324318],
  ["temperature_unbalance", 0.324318],
] as const;

describe("the published constants", () => {
  it.each(CLOSED_FORM)("of %s are those of the closed form with k = %d: %d", (name, k, full) => {
    const { warning, protection } = published[name];
    expect(fullFrom(warning, protection, k)).toBeCloseTo(full, 6);
  });

  it.each(AT_PROTECTION)("of %s give %d at the protection limit", (name, value) => {
    const { full, warning, protection } = published[name];
    expect(subSafety(protection, full, warning)).toBeCloseTo(value, 6);
  });
});

describe("a profile", () => {
  it("of 41J differs from that of 33J in over-voltage only", () => {
    const { over_voltage: own, ...rest } = PROFILES["41J"].limits;
    const { over_voltage: _, ...same } = PROFILES["33J"].limits;
    expect(rest).toEqual(same);
    expect(own).toMatchObject({ warning: 4.1, protection: 4.15, release: 4.075 });
    expect(own.full).toBeCloseTo(4.064316, 6);
  });

  it("counts a discharge like a charge, except the published one", () => {
    expect(PROFILES["33J"].absoluteCurrent).toBe(true);
    expect(PROFILES["41J"].absoluteCurrent).toBe(true);
    expect(PROFILES.published.absoluteCurrent).toBe(false);
  });

  it("of a new site needs a warning and a protection limit only, and is 0.8⁴ at the latter", () => {
    const given = Object.fromEntries(
      QUANTITIES.map((name) => {
        const { warning, protection } = published[name];
        return [name, { warning, protection }];
      }),
    ) as typeof published;
    const { limits } = defineProfile("33J", given);
    for (const name of QUANTITIES) {
      const { full, warning, protection, release } = limits[name];
      expect(subSafety(warning, full, warning), name).toBeCloseTo(0.8, 12);
      expect(subSafety(protection, full, warning), name).toBeCloseTo(0.8 ** 4, 12);
      expect(release, name).toBe(full);
    }
  });

  it("is refused with every quantity whose limits are out of order", () => {
    const wrong = {
      ...published,
      over_voltage: { warning: 4.1, protection: 4.05 },
      under_voltage: { warning: 3.2, protection: 3.3 },
      over_temperature: { ...published.over_temperature, release: 51 },
      over_current: { ...published.over_current, full: 100 },
      voltage_unbalance: { warning: Number.NaN, protection: 0.5 },
    };
    expect(() => defineProfile("33J", wrong)).toThrow(
      /^33J: limits must .*: over_voltage, under_voltage, voltage_unbalance, over_current, over_temperature$/,
    );
  });

  it("is there for every site", () => {
    for (const { safetyProfile } of sites) {
      expect(PROFILES[safetyProfile].name).toBe(safetyProfile);
    }
  });
});

describe("the measurements", () => {
  it("name columns that every site has", () => {
    for (const site of sites) {
      for (const [measure, columns] of Object.entries(MEASURE_COLUMNS)) {
        const { role } = MEASURES[measure as Measure];
        const nameOf = (component: Component) => columnOf(site, component, role)?.name ?? null;
        expect({ rack: nameOf("rack"), bank: nameOf("bank") }, `site ${site.id}`).toEqual(columns);
      }
    }
  });
});
