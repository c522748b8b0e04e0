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

/** Columns by quantity. Banks and racks use different names. */
export const columnsOf = ({ rack }: Place) => (rack === undefined ? BANK : RACK);

const BANK = {
  soc: "bank_soc",
  soh: "bank_soh",
  power: "bank_power",
  current: "bank_dc_current",
  dcVoltage: "bank_dc_volt",
  maxVoltage: "max_cell_voltage_of_bank",
  minVoltage: "min_cell_voltage_of_bank",
  maxTemperature: "max_cell_temperature_of_bank",
  minTemperature: "min_cell_temperature_of_bank",
} as const;

const RACK = {
  soc: "rack_soc",
  soh: "rack_soh",
  power: undefined,
  current: "rack_current",
  dcVoltage: "rack_voltage",
  maxVoltage: "rack_max_cell_voltage",
  minVoltage: "rack_min_cell_voltage",
  maxTemperature: "rack_max_cell_temperature",
  minTemperature: "rack_min_cell_temperature",
} as const;

export type Quantity = keyof typeof BANK;

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
