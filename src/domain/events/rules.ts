import type { FlagRole, Text } from "../../site/site.ts";
import { type Profile, type Quantity, SIDES } from "../indicators/profiles.ts";
import { MEASURE_OF, type Measure, measured, type Sample } from "../indicators/sample.ts";
import type { Limit } from "./level.ts";

/** A stored flag: 0 or 1, or the text of an object of flags. */
export type Flag = number | string | Readonly<Record<string, unknown>> | null | undefined;

/** One second of a rack or a bank, as far as the rules look at it. What is missing is null or left out. */
export type ProtectionSample = Sample & {
  /** Microseconds since 1970. */
  timeMicros: number;
  /** The unit's row before this one, where rows between the samples were left out. */
  previousMicros?: number | null;
  /** By the roles of their columns. */
  flags: Readonly<Partial<Record<FlagRole, Flag>>>;
  maxCellVoltagePosition?: number | null;
  minCellVoltagePosition?: number | null;
  maxCellTemperaturePosition?: number | null;
  minCellTemperaturePosition?: number | null;
  /** Sensors of the current's direction: 1 while it flows that way. */
  chargeSensor?: number | null;
  dischargeSensor?: number | null;
};

type PositionKey = Extract<keyof ProtectionSample, `${string}Position`>;

/** What a rule measures, where it measures anything. */
export type Watch = {
  quantity: Quantity;
  /** Which direction of the current counts. */
  direction?: "charge" | "discharge";
  position?: { key: PositionKey; name: Text };
};

/** A condition of the protection map, codes and names as the platform has them. */
export type Rule = {
  code: number;
  name: Text;
  warningFlag: FlagRole | null;
  protectionFlag: FlagRole;
  watch: Watch | null;
};

const CELL: Text = { ko: "셀", en: "cell" };
const SENSOR: Text = { ko: "센서", en: "sensor" };

/** What has a flag of each level. */
type Levelled =
  Extract<FlagRole, `${string}-warning`> extends `${infer Stem}-warning` ? Stem : never;

const measuredRule = (
  code: number,
  stem: Levelled,
  ko: string,
  en: string,
  watch: Watch,
): Rule => ({
  code,
  name: { ko, en },
  warningFlag: `${stem}-warning`,
  protectionFlag: `${stem}-fault`,
  watch,
});

const flagRule = (code: number, protectionFlag: FlagRole, ko: string, en: string): Rule => ({
  code,
  name: { ko, en },
  warningFlag: null,
  protectionFlag,
  watch: null,
});

/** Conditions of a rack. [S: ess_feature tables; names P where the tables' texts are not known] */
export const RACK_RULES: readonly Rule[] = [
  measuredRule(1, "temperature-imbalance", "랙 온도 불균형", "Rack temperature imbalance", {
    quantity: "temperature_unbalance",
  }),
  measuredRule(2, "under-temperature", "랙 저온", "Rack low temperature", {
    quantity: "under_temperature",
    position: { key: "minCellTemperaturePosition", name: SENSOR },
  }),
  measuredRule(3, "over-temperature", "랙 고온", "Rack high temperature", {
    quantity: "over_temperature",
    position: { key: "maxCellTemperaturePosition", name: SENSOR },
  }),
  measuredRule(4, "voltage-imbalance", "랙 전압 불균형", "Rack voltage imbalance", {
    quantity: "voltage_unbalance",
  }),
  measuredRule(5, "under-voltage", "랙 저전압", "Rack under-voltage", {
    quantity: "under_voltage",
    position: { key: "minCellVoltagePosition", name: CELL },
  }),
  measuredRule(6, "over-voltage", "랙 과전압", "Rack over-voltage", {
    quantity: "over_voltage",
    position: { key: "maxCellVoltagePosition", name: CELL },
  }),
  measuredRule(7, "charge-over-current", "랙 충전 과전류", "Rack charge over-current", {
    quantity: "over_current",
    direction: "charge",
  }),
  measuredRule(8, "discharge-over-current", "랙 방전 과전류", "Rack discharge over-current", {
    quantity: "over_current",
    direction: "discharge",
  }),
  flagRule(9, "charge-relay-fault", "랙 충전 컨텍터 고장", "Rack charging contactor failure"),
  flagRule(10, "discharge-relay-fault", "랙 방전 컨텍터 고장", "Rack discharge contactor failure"),
  flagRule(11, "negative-fuse-fault", "랙 (-) 퓨즈 장애", "Rack (-) fuse failure"),
  flagRule(12, "positive-fuse-fault", "랙 (+) 퓨즈 장애", "Rack (+) fuse failure"),
  flagRule(
    13,
    "tray-rack-communication-fault",
    "트레이 - 랙 통신 이상",
    "Tray-Rack communication abnormal",
  ),
];

/** Conditions of a bank; their events have rack 0. */
export const BANK_RULES: readonly Rule[] = [
  flagRule(
    14,
    "master-rack-communication-fault",
    "마스터 Rack BMS 통신에러",
    "Master Rack BMS communication error",
  ),
];

export const findRule = (code: number): Rule | undefined =>
  [...RACK_RULES, ...BANK_RULES].find((rule) => rule.code === code);

/** The flags that rules look at. */
export const flagRoles = (rules: readonly Rule[]): FlagRole[] =>
  rules.flatMap(({ warningFlag, protectionFlag }) =>
    warningFlag === null ? [protectionFlag] : [warningFlag, protectionFlag],
  );

/** The limit of a rule by a profile; null for a rule that measures nothing. */
export function limitOf({ watch }: Rule, profile: Profile): Limit | null {
  if (!watch) return null;
  const { warning, protection, release } = profile.limits[watch.quantity];
  // The first job of site 1 knew no warning of currents: 100 A is a limit of SoS. [S]
  return {
    side: SIDES[watch.quantity],
    warning: watch.direction ? null : warning,
    protection,
    release,
  };
}

/** Whether a flag is set; an object is if any of its members is. null: it is missing or cannot be read. */
export function isSet(flag: Flag): boolean | null {
  if (typeof flag === "string") return isSet(parsed(flag));
  if (typeof flag === "object" && flag !== null) {
    const members = Object.values(flag).map((member) => bit(member));
    if (members.includes(true)) return true;
    return members.includes(false) ? false : null;
  }
  return bit(flag);
}

const bit = (value: unknown): boolean | null => (value === 1 ? true : value === 0 ? false : null);

function parsed(text: string): Flag {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The measured value of a rule as the sample has it; null if there is none or it is not plausible. */
export function measuredValue({ watch }: Rule, sample: ProtectionSample): number | null {
  return watch ? measured(sample, MEASURE_OF[watch.quantity]) : null;
}

/** Whether a sample has a value for the rule that cannot be true. */
export function isImplausible({ watch }: Rule, sample: ProtectionSample): boolean {
  const measure: Measure | null = watch && MEASURE_OF[watch.quantity];
  return (
    measure !== null && (sample[measure] ?? null) !== null && measured(sample, measure) === null
  );
}

/** The value compared with the limit. A current counts only in the rule's direction, otherwise it is 0 A. */
export function judged(rule: Rule, sample: ProtectionSample): number | null {
  const value = measuredValue(rule, sample);
  const direction = rule.watch?.direction;
  if (value === null || !direction) return value;
  const sensor = bit(direction === "charge" ? sample.chargeSensor : sample.dischargeSensor);
  const flows = sensor ?? (direction === "charge" ? value > 0 : value < 0);
  return flows ? Math.abs(value) : 0;
}

/** Number of the cell or sensor where the value was measured; null if the rule has none or it is not known. */
export function positionOf({ watch }: Rule, sample: ProtectionSample): number | null {
  const position = watch?.position && sample[watch.position.key];
  return Number.isInteger(position) && Number(position) >= 1 ? Number(position) : null;
}
