import type { MeasurementRole } from "../../../src/site/site";
import { fieldOf } from "../../api/field";
import type { Site } from "../../shell/session";

/** A bank, or one of its racks. */
export type Place = { site: Site; bank: number; rack: number | undefined };

/** What an address chooses; the first bank where it says none, undefined where there is no such thing. */
export function placeOf(
  sites: readonly Site[],
  siteText: string,
  query: { bank?: string | undefined; rack?: string | undefined },
): Place | undefined {
  const site = sites.find(({ id }) => String(id) === siteText);
  const bank =
    query.bank === undefined
      ? site?.banks[0]
      : site?.banks.find(({ bank_id }) => String(bank_id) === query.bank);
  if (!site || !bank) return undefined;
  if (query.rack === undefined) return { site, bank: bank.bank_id, rack: undefined };
  const rack = Number(query.rack);
  const isThere = Number.isInteger(rack) && rack >= 1 && rack <= bank.racks;
  return isThere ? { site, bank: bank.bank_id, rack } : undefined;
}

/** Stands for a place where questions are told apart. */
export const placeKey = ({ site, bank, rack }: Place): string => `${site.id}/${bank}/${rack ?? 0}`;

const ROLES = {
  soc: "soc",
  soh: "soh",
  power: "power",
  current: "dc-current",
  dcVoltage: "dc-voltage",
  maxVoltage: "cell-voltage-max",
  minVoltage: "cell-voltage-min",
  maxTemperature: "cell-temperature-max",
  minTemperature: "cell-temperature-min",
} as const satisfies Record<string, MeasurementRole>;

export type Quantity = keyof typeof ROLES;

/** The fields of a place by quantity; undefined where it has none, as the power of a rack. */
export const columnsOf = ({ site, rack }: Place): Record<Quantity, string | undefined> =>
  Object.fromEntries(
    Object.entries(ROLES).map(([quantity, role]) => [
      quantity,
      fieldOf(site.id, rack === undefined ? "bank" : "rack", role),
    ]),
  ) as Record<Quantity, string | undefined>;

export const UNITS: Record<Quantity, string> = {
  soc: "%",
  soh: "%",
  power: "kW",
  current: "A",
  dcVoltage: "V",
  maxVoltage: "V",
  minVoltage: "V",
  maxTemperature: "degC",
  minTemperature: "degC",
};

/** First and last row of what is shown, seconds since 1970. */
export function extentOf(
  { site, rack }: Place,
  secondsOf: (text: string, zone: string) => number | undefined,
): readonly [number, number] | undefined {
  const { earliest, latest } = site.components[rack === undefined ? "bank" : "rack"] ?? {};
  const from = earliest ? secondsOf(earliest, site.time_zone) : undefined;
  const to = latest ? secondsOf(latest, site.time_zone) : undefined;
  return from === undefined || to === undefined ? undefined : [from, to + 1];
}
