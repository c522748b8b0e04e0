import { describe, expect, it } from "vitest";
import {
  BANK_RULES,
  findRule,
  flagRoles,
  limitOf,
  RACK_RULES,
  type Rule,
} from "../../src/domain/events/rules.ts";
import { eventText } from "../../src/domain/events/text.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { sites } from "../../src/site/registry/registry.ts";
import { columnOf } from "../../src/site/roles.ts";
import { FLAG_COLUMNS } from "../support/columns.ts";

const ALL = [...RACK_RULES, ...BANK_RULES];

const textOf = (code: number, level: 1 | 2, value: number | null, position: number | null = null) =>
  eventText(findRule(code) as Rule, level, { timeMicros: 0, value, position });

describe("the rules", () => {
  it("have the codes 1 to 14, of which 14 is a bank's", () => {
    expect(ALL.map(({ code }) => code)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
    expect(BANK_RULES.map(({ code }) => code)).toEqual([14]);
    expect([0, 15].map(findRule)).toEqual([undefined, undefined]);
  });

  it("look at flags that every site has", () => {
    for (const site of sites) {
      const columns = [
        ...flagRoles(RACK_RULES).map((role) => columnOf(site, "rack", role)?.name),
        ...flagRoles(BANK_RULES).map((role) => columnOf(site, "bank", role)?.name),
      ];
      expect(columns).toEqual(flagRoles(ALL).map((role) => FLAG_COLUMNS[role]));
    }
    expect(flagRoles(ALL)).toHaveLength(22);
  });

  it("have limits where they measure, without a warning of currents", () => {
    const limits = ALL.map((rule) => limitOf(rule, PROFILES["33J"]));
    expect(limits.map((limit) => limit !== null)).toEqual(ALL.map(({ code }) => code <= 8));
    expect(limits[6]).toEqual({ side: "over", warning: null, protection: 120, release: 100 });
  });
});

describe("the text of an event", () => {
  it("names condition, level, quantity and cell in both languages", () => {
    expect(textOf(6, 1, 4.061, 57)).toEqual({
      ko: "랙 과전압 경고: 최대 셀 전압 4.061 V (셀 57)",
      en: "Rack over-voltage warning: maximum cell voltage 4.061 V (cell 57)",
    });
    expect(textOf(2, 2, -10.1, 12)).toEqual({
      ko: "랙 저온 보호: 최저 셀 온도 -10.1 °C (센서 12)",
      en: "Rack low temperature protection: minimum cell temperature -10.1 °C (sensor 12)",
    });
  });

  it.each([
    [4.1, "4.1 V"],
    [4, "4.0 V"],
    [4.0612, "4.061 V"],
  ])("writes %d with at least one decimal, at most three: %s", (value, text) => {
    expect(textOf(6, 1, value).en).toBe(`Rack over-voltage warning: maximum cell voltage ${text}`);
  });

  it("writes a current with its sign and one decimal", () => {
    expect(textOf(8, 2, -125.04).en).toBe(
      "Rack discharge over-current protection: rack current -125.0 A",
    );
  });

  it("leaves out what was not measured", () => {
    expect(textOf(6, 1, null, 57)).toEqual({
      ko: "랙 과전압 경고",
      en: "Rack over-voltage warning",
    });
    expect(textOf(14, 2, null)).toEqual({
      ko: "마스터 Rack BMS 통신에러 보호",
      en: "Master Rack BMS communication error protection",
    });
  });

  it("is whole for every rule and level", () => {
    for (const rule of ALL) {
      for (const level of [1, 2] as const) {
        const { ko, en } = eventText(rule, level, { timeMicros: 0, value: 1, position: 1 });
        expect(ko).toMatch(/^[^:]+ (경고|보호)(: .+ [\d.]+ (V|A|°C)( \((셀|센서) 1\))?)?$/);
        expect(en).toMatch(
          /^[^:]+ (warning|protection)(: .+ [\d.]+ (V|A|°C)( \((cell|sensor) 1\))?)?$/,
        );
      }
    }
  });
});
