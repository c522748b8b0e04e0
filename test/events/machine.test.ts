import { describe, expect, it } from "vitest";
import { secondsOf } from "../../src/domain/events/expand.ts";
import { explainEvent, explanationItem } from "../../src/domain/events/item.ts";
import {
  advance,
  type MachineOptions,
  newUnit,
  type ProtectionEvent,
} from "../../src/domain/events/machine.ts";
import {
  BANK_RULES,
  findRule,
  type ProtectionSample,
  RACK_RULES,
} from "../../src/domain/events/rules.ts";
import { PROFILES } from "../../src/domain/indicators/profiles.ts";
import { sionyu } from "../../src/site/registry/1-sionyu.ts";
import { SECOND, START, second, secondsFrom } from "./samples.ts";

const SITE_1: MachineOptions = { rules: RACK_RULES, profile: PROFILES["33J"] };
const FLAGS_ONLY: MachineOptions = { rules: RACK_RULES, profile: null };
const BANK: MachineOptions = { rules: BANK_RULES, profile: null };

const OVER_VOLTAGE = "over-voltage-warning";
const OVER_VOLTAGE_FAULT = "over-voltage-fault";

const eventsOf = (samples: readonly ProtectionSample[], options = SITE_1) =>
  advance(newUnit(), samples, options).events;

/** Code, level, start, end, and the peak with its second. */
const brief = (events: readonly ProtectionEvent[]) =>
  events.map(({ code, level, start, endMicros, peak }) => [
    code,
    level,
    second(start.timeMicros),
    second(endMicros),
    peak.value,
    second(peak.timeMicros),
  ]);

const warningAt = (...values: (0 | 1 | null)[]) =>
  secondsFrom(values.map((value) => ({ flags: { [OVER_VOLTAGE]: value } })));

const voltages = (...values: (number | null)[]) =>
  secondsFrom(values.map((maxCellVoltageV) => ({ maxCellVoltageV })));

describe("an event by a flag", () => {
  it("begins with the flag, with the value and the cell of that second", () => {
    // Site 1, bank 1, rack 3, 2022-07-06T13:00:00. [D]
    const [sample] = secondsFrom([
      { flags: { [OVER_VOLTAGE]: 1 }, maxCellVoltageV: 4.061, maxCellVoltagePosition: 57 },
    ]);
    const reading = { timeMicros: START, value: 4.061, position: 57 };
    expect(eventsOf([sample as ProtectionSample], FLAGS_ONLY)).toEqual([
      { code: 6, level: 1, source: "flag", start: reading, peak: reading, endMicros: null },
    ]);
  });

  it("ends with the first second in which the flag is 0, and may come again", () => {
    const events = eventsOf(warningAt(0, 1, 1, 0, 0, 1, 0), FLAGS_ONLY);
    expect(brief(events)).toEqual([
      [6, 1, 1, 3, null, 1],
      [6, 1, 5, 6, null, 5],
    ]);
  });

  it("goes on while the flag is missing or unreadable", () => {
    const odd = secondsFrom([
      { flags: { [OVER_VOLTAGE]: 1 } },
      { flags: { [OVER_VOLTAGE]: null } },
      { flags: {} },
      { flags: { [OVER_VOLTAGE]: 7 } },
      { flags: { [OVER_VOLTAGE]: "?" } },
      { flags: { [OVER_VOLTAGE]: 0 } },
    ]);
    expect(brief(eventsOf(odd, FLAGS_ONLY))).toEqual([[6, 1, 0, 5, null, 0]]);
  });

  it("is there for both levels where both flags are set", () => {
    const both = secondsFrom([{ flags: { [OVER_VOLTAGE]: 1, [OVER_VOLTAGE_FAULT]: 1 } }]);
    expect(brief(eventsOf(both)).map(([code, level]) => [code, level])).toEqual([
      [6, 1],
      [6, 2],
    ]);
  });

  it("is believed before the limit", () => {
    const denied = secondsFrom([
      { flags: { [OVER_VOLTAGE]: 0, [OVER_VOLTAGE_FAULT]: 0 }, maxCellVoltageV: 4.2 },
    ]);
    expect(eventsOf(denied)).toEqual([]);
    const alone = secondsFrom([{ flags: { [OVER_VOLTAGE]: 1 }, maxCellVoltageV: 3.7 }]);
    expect(brief(eventsOf(alone))).toEqual([[6, 1, 0, null, 3.7, 0]]);
  });

  it.each(RACK_RULES.map(({ code, protectionFlag }) => [code, protectionFlag] as const))(
    "has code %d for %s",
    (code, role) => {
      const [event] = eventsOf(secondsFrom([{ flags: { [role]: 1 } }]), FLAGS_ONLY);
      expect(event).toMatchObject({ code, level: 2, source: "flag" });
    },
  );
});

describe("a bank's communication fault", () => {
  it.each([
    ["a flag", 1, true],
    ["no fault", 0, false],
    ["one rack of several", '{"rack1": 0, "rack2": 1}', true],
    ["one rack of several, read", { rack1: 0, rack2: 1 }, true],
    ["no rack", '{"rack1": 0, "rack2": 0}', false],
    ["an empty object", "{}", false],
    ["no JSON", "{'rack1': 1}", false],
    ["nothing", null, false],
  ])("of %s is told", (_, fault, told) => {
    const flags = { "master-rack-communication-fault": fault };
    const events = eventsOf(secondsFrom([{ flags }]), BANK);
    expect(brief(events)).toEqual(told ? [[14, 2, 0, null, null, 0]] : []);
  });
});

describe("an event by a limit", () => {
  it("follows the level with hysteresis; a rise ends the lower level", () => {
    const values = [3.99, 4.04, 4.051, 4.06, 4.101, 4.09, 4.06, 4.05, 4.02, 4.001, 4, 3.99];
    const events = eventsOf(voltages(...values));
    expect(brief(events)).toEqual([
      [6, 1, 2, 4, 4.06, 3],
      [6, 2, 4, 10, 4.101, 4],
    ]);
    expect(events.every(({ source }) => source === "threshold")).toBe(true);
  });

  it("is not there without limits", () => {
    expect(eventsOf(voltages(4.2), FLAGS_ONLY)).toEqual([]);
  });

  it("has the first of equal peaks, of an under-limit the lowest value", () => {
    const low = [3.1, 3.05, 3.05, 3.15].map((minCellVoltageV) => ({ minCellVoltageV }));
    expect(brief(eventsOf(secondsFrom(low)))).toEqual([[5, 1, 0, null, 3.05, 1]]);
  });

  it("takes an impossible value for a missing one and counts it", () => {
    const { events, excluded } = advance(newUnit(), voltages(4.06, 6553.5, null, 3.9), SITE_1);
    expect(brief(events)).toEqual([[6, 1, 0, 3, 4.06, 0]]);
    expect(excluded).toBe(1);
  });

  it("holds for the limits of the site's own profile", () => {
    const options = { ...SITE_1, profile: PROFILES["41J"] };
    expect(brief(eventsOf(voltages(4.09, 4.11, 4.08, 4.075), options))).toEqual([
      [6, 1, 1, 3, 4.11, 1],
    ]);
  });
});

describe("an over-current", () => {
  const currents = (...changes: Partial<ProtectionSample>[]) =>
    brief(eventsOf(secondsFrom(changes)));

  it("is one of charge or of discharge by the sensors", () => {
    expect(currents({ currentA: 125, chargeSensor: 1 })).toEqual([[7, 2, 0, null, 125, 0]]);
    expect(currents({ currentA: -125, dischargeSensor: 1, chargeSensor: 0 })).toEqual([
      [8, 2, 0, null, -125, 0],
    ]);
    expect(currents({ currentA: 125, chargeSensor: 0, dischargeSensor: 0 })).toEqual([]);
  });

  it("goes by the sign where the sensors tell nothing", () => {
    expect(currents({ currentA: 125 })).toEqual([[7, 2, 0, null, 125, 0]]);
    expect(currents({ currentA: -125 })).toEqual([[8, 2, 0, null, -125, 0]]);
  });

  it("peaks where most flows and ends when the current turns", () => {
    expect(
      currents({ currentA: -121 }, { currentA: -140 }, { currentA: -110 }, { currentA: 50 }),
    ).toEqual([[8, 2, 0, 3, -140, 1]]);
  });
});

describe("time", () => {
  it("without samples for long ends every event a second after the last one", () => {
    const before = voltages(4.06, 4.07);
    const after = secondsFrom([{ maxCellVoltageV: 4.02 }], START + 3600 * SECOND);
    expect(brief(eventsOf([...before, ...after]))).toEqual([[6, 1, 0, 2, 4.07, 1]]);
    const short = secondsFrom([{ maxCellVoltageV: 4.02 }], START + 601 * SECOND);
    expect(brief(eventsOf([...before, ...short]))).toEqual([[6, 1, 0, null, 4.07, 1]]);
    const options = { ...SITE_1, mostGapMicros: 2 * 3600 * SECOND };
    expect(brief(eventsOf([...before, ...after], options))).toEqual([[6, 1, 0, null, 4.07, 1]]);
  });

  it("does not run backwards: what is late or there twice is counted, not judged", () => {
    const [first, next] = voltages(3.9, 3.9) as [ProtectionSample, ProtectionSample];
    const run = advance(newUnit(), [first, next], SITE_1);
    const late = { ...first, maxCellVoltageV: 4.2 };
    const again = advance(run.state, [late, { ...next, maxCellVoltageV: 4.2 }], SITE_1);
    expect(again).toEqual({ state: run.state, events: [], late: 2, excluded: 0 });
  });
});

describe("the seconds of an event", () => {
  const event = { start: { timeMicros: START, value: null, position: null } };
  const seconds = (endMicros: number | null, from: number, to: number) =>
    [...secondsOf({ ...event, endMicros }, START + from * SECOND, START + to * SECOND)].map(second);

  it("are those from its start until before its end, within the range asked for", () => {
    expect(seconds(START + 3 * SECOND, -10, 10)).toEqual([0, 1, 2]);
    expect(seconds(START + 3 * SECOND, 1, 2)).toEqual([1]);
    expect(seconds(START + 3 * SECOND, 0.5, 10)).toEqual([1, 2]);
    expect(seconds(null, 0, 2)).toEqual([0, 1]);
    expect(seconds(START + 3 * SECOND, 5, 10)).toEqual([]);
  });
});

describe("the explanation of an event", () => {
  const told = (samples: ProtectionSample[], profile: MachineOptions["profile"]) => {
    const [event] = eventsOf(samples, { ...SITE_1, profile });
    const rule = event && findRule(event.code);
    if (!event || !rule) throw new Error("no event");
    return explainEvent(event, rule, profile);
  };

  it("names the flag that the BMS set", () => {
    expect(told(warningAt(1), null)).toMatchObject({
      method: "protection-flag",
      basis: "measured",
      flag: OVER_VOLTAGE,
    });
    const both = secondsFrom([{ flags: { [OVER_VOLTAGE_FAULT]: 1 } }]);
    expect(told(both, null)).toMatchObject({ flag: OVER_VOLTAGE_FAULT });
  });

  it.each([
    ["rack", 3, warningAt(1), FLAGS_ONLY, "RACK_OVER_VOLTAGE_PROTECTION_WARNING"],
    [
      "bank",
      0,
      secondsFrom([{ flags: { "master-rack-communication-fault": 1 } }]),
      BANK,
      "MASTER_RACK_COMMUNICATION_FAULT",
    ],
  ] as const)(
    "of a %s shows the flag's column to a client",
    (_, rack, samples, options, column) => {
      const [event] = eventsOf(samples, options);
      const kept = { id: 1, site: 1, bank: 1, rack, description: "", descriptionEng: "" };
      const stored = { ...kept, acknowledged: null, ...(event as ProtectionEvent) };
      const keys = ["method", "version", "basis", "formula", "source", "flag", "start", "peak"];
      const item = explanationItem(stored, sionyu, "iso");
      expect(item).toMatchObject({ source: "flag", flag: column });
      expect(Object.keys(item ?? {})).toEqual(keys);
    },
  );

  it("names the limit that was passed, its profile, and the values", () => {
    expect(told(voltages(4.06, 4.08), PROFILES["33J"])).toMatchObject({
      method: "protection-threshold",
      version: "1",
      basis: "estimated",
      profile: "33J",
      limit: { side: "over", warning: 4.05, protection: 4.1, release: 4 },
      start: { value: 4.06 },
      peak: { value: 4.08 },
    });
  });
});
