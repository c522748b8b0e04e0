import type { MeasurementRole } from "../../../../src/site/site";
import { fieldOf } from "../../../api/field";
import type { Site } from "../../../api/paths";

/** A bank, or one of its racks. */
export type Place = { site: Site; bank: number; rack: number | undefined };

/** Place in the URL. Defaults to the first bank; undefined if it does not exist. */
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

/** Cache key of a place. */
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

/** Fields of a place by quantity. Banks and racks use different names; undefined where there is none (power of a rack). */
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

/** Times of the first and the last row, seconds since 1970. */
export function extentOf(
  { site, rack }: Place,
  secondsOf: (text: string, zone: string) => number | undefined,
): readonly [number, number] | undefined {
  const { earliest, latest } = site.components[rack === undefined ? "bank" : "rack"] ?? {};
  const from = earliest ? secondsOf(earliest, site.time_zone) : undefined;
  const to = latest ? secondsOf(latest, site.time_zone) : undefined;
  return from === undefined || to === undefined ? undefined : [from, to + 1];
}
